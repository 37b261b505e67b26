ALTER TABLE "clients" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "closed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "imported_as_of" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "closed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "imported_as_of" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "matter_users" ADD COLUMN "left_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "matters" ADD COLUMN "closed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "matters" ADD COLUMN "imported_as_of" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "clients_by_external_id" ON "clients" USING btree ("firm_id","external_id");--> statement-breakpoint
CREATE INDEX "items_naming_invoice" ON "payment_items" USING btree ("firm_id",lower(btrim("invoice_number"))) WHERE "payment_items"."invoice_number" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_naming_matter" ON "payments" USING btree ("firm_id",lower(btrim("matter_number"))) WHERE "payments"."matter_id" IS NULL;