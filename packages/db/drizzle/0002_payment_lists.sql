ALTER TABLE "postings" DROP CONSTRAINT "postings_once";--> statement-breakpoint
DROP INDEX "payments_by_payer";--> statement-breakpoint
ALTER TABLE "processor_events" ADD COLUMN "transaction_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "processor_events" ADD COLUMN "refund_id" text;--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "invoice_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "as_of" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "payments_by_payer" ON "payments" USING btree ("firm_id","type",lower("payer_name"),"transaction_id");--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_once" UNIQUE NULLS NOT DISTINCT("firm_id","refund_id","transaction_id","invoice_id","step","leg","allocation_id");