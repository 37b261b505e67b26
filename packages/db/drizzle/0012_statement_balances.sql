ALTER TABLE "bank_statements" ADD COLUMN "closing_balance" bigint;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "closing_date" date;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statement_closing_complete" CHECK (("bank_statements"."closing_balance" IS NULL) = ("bank_statements"."closing_date" IS NULL));