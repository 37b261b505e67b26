CREATE TABLE "trust_transactions" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"type" text NOT NULL,
	"amount" bigint NOT NULL,
	"date" date NOT NULL,
	"reference" text NOT NULL,
	"operating_account_id" text,
	"deposit_id" text,
	"matter_id" text,
	"reverses" text,
	"evidence_id" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trust_transactions_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "trust_transaction_reversed_once" UNIQUE("firm_id","reverses"),
	CONSTRAINT "trust_transaction_amount_positive" CHECK ("trust_transactions"."amount" > 0),
	CONSTRAINT "trust_transaction_deposit" CHECK (("trust_transactions"."type" IN ('deposit_identified', 'deposit_returned')) = ("trust_transactions"."deposit_id" IS NOT NULL)),
	CONSTRAINT "trust_transaction_matter" CHECK (("trust_transactions"."type" = 'deposit_identified') = ("trust_transactions"."matter_id" IS NOT NULL)),
	CONSTRAINT "trust_transaction_reversal" CHECK (("trust_transactions"."type" = 'reversal') = ("trust_transactions"."reverses" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "entry_bank_account";--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transactions_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transactions_firm_id_operating_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","operating_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transactions_firm_id_deposit_id_trust_transactions_firm_id_id_fk" FOREIGN KEY ("firm_id","deposit_id") REFERENCES "public"."trust_transactions"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transactions_firm_id_reverses_trust_transactions_firm_id_id_fk" FOREIGN KEY ("firm_id","reverses") REFERENCES "public"."trust_transactions"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_transactions" ADD CONSTRAINT "trust_transactions_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_transactions_by_deposit" ON "trust_transactions" USING btree ("firm_id","deposit_id") WHERE "trust_transactions"."deposit_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "entry_bank_account" CHECK (("ledger_entries"."account" IN ('operating_bank', 'trust_bank', 'client_trust_liability', 'unidentified_trust_liability', 'firm_trust_liability', 'interest_trust_liability')) = ("ledger_entries"."bank_account_id" IS NOT NULL));--> statement-breakpoint
CREATE TRIGGER trust_transactions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trust_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
INSERT INTO "accounts" ("firm_id", "code", "name", "kind")
SELECT "firms"."id", added.code, added.name, added.kind FROM "firms", (VALUES
  ('firm_trust_liability', 'Firm funds for bank charges, in trust', 'liability'),
  ('interest_trust_liability', 'Trust interest to be remitted', 'liability'),
  ('firm_funds_in_trust', 'Firm funds in trust', 'asset'),
  ('bank_charges', 'Bank charges', 'expense')
) AS added (code, name, kind)
ON CONFLICT DO NOTHING;
