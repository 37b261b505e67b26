ALTER TABLE "bank_statements" ADD COLUMN "account_hash" text;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "account_last_four" text;