ALTER TABLE "payments" ADD COLUMN "unassigned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "invoice_numbers" text[];--> statement-breakpoint
CREATE INDEX "payments_unassigned" ON "payments" USING btree ("firm_id","created_at","transaction_id") WHERE "payments"."unassigned";