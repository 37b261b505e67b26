ALTER TABLE "postings" ADD COLUMN "correction" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD COLUMN "correction" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "postings" DROP CONSTRAINT "postings_once";--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_once" UNIQUE NULLS NOT DISTINCT("firm_id","refund_id","transaction_id","invoice_id","step","leg","allocation_id","correction");--> statement-breakpoint
ALTER TABLE "trust_step_records" DROP CONSTRAINT "trust_step_records_firm_id_refund_id_step_pk";--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD CONSTRAINT "trust_step_records_firm_id_refund_id_step_correction_pk" PRIMARY KEY("firm_id","refund_id","step","correction");
