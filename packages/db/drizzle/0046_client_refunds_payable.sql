ALTER TABLE "obligations" ADD COLUMN "claim" jsonb;--> statement-breakpoint
ALTER TABLE "trust_holds" ADD COLUMN "kind" text DEFAULT 'refund' NOT NULL;--> statement-breakpoint
-- What a failed refund leaves owed to its client. Refunds that failed before keep their books, and their tasks.
INSERT INTO "accounts" ("firm_id", "code", "name", "kind")
SELECT "id", 'client_refunds_payable', 'Refunds payable to clients', 'liability' FROM "firms"
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- A lawyer or an owner says how the client was paid, and a second one confirms it.
UPDATE "obligations" SET "owner" = 'lawyer' WHERE "kind" = 'repayment' AND "status" = 'open';
