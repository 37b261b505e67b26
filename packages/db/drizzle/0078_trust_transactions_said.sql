ALTER TABLE "trust_transactions" DROP CONSTRAINT "trust_transaction_matter";--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD COLUMN "counterparty" text;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD COLUMN "method" text;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD COLUMN "purpose" text;--> statement-breakpoint
CREATE UNIQUE INDEX "trust_transactions_by_external_id" ON "trust_transactions" USING btree ("firm_id","external_id");--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transaction_of_own_system" CHECK (("trust_transactions"."type" IN ('other_receipt', 'other_disbursement', 'trust_to_operating_fees')) = ("trust_transactions"."external_id" IS NOT NULL) AND ("trust_transactions"."external_id" IS NULL OR num_nulls("trust_transactions"."counterparty", "trust_transactions"."method", "trust_transactions"."purpose") = 0));--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transaction_matter" CHECK (("trust_transactions"."type" IN ('deposit_identified', 'other_receipt', 'other_disbursement', 'trust_to_operating_fees')) = ("trust_transactions"."matter_id" IS NOT NULL));