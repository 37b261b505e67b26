-- What the firm's own system says that a matter has in trust: it posts nothing, it is compared with our ledger (ADR 53).
CREATE TABLE "imported_trust_balances" (
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"balance" bigint NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone,
	CONSTRAINT "imported_trust_balances_firm_id_matter_id_bank_account_id_pk" PRIMARY KEY("firm_id","matter_id","bank_account_id")
);
--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "trust_balance_days" integer DEFAULT 3 NOT NULL;--> statement-breakpoint
ALTER TABLE "imported_trust_balances" ADD CONSTRAINT "imported_trust_balances_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_trust_balances" ADD CONSTRAINT "imported_trust_balances_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imported_trust_balances_by_age" ON "imported_trust_balances" USING btree ("firm_id","bank_account_id","as_of");--> statement-breakpoint
CREATE INDEX "imported_trust_balances_to_compare" ON "imported_trust_balances" USING btree ("changed_at") WHERE "imported_trust_balances"."changed_at" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "balance_task_open_once" ON "obligations" USING btree ("firm_id","bank_account_id","subject") WHERE "obligations"."kind" IN ('trust_balance_difference', 'trust_balance_below_held') AND "obligations"."status" = 'open';--> statement-breakpoint
-- A balance that differs again owes that again.
DROP INDEX "account_task_once";--> statement-breakpoint
CREATE UNIQUE INDEX "account_task_once" ON "obligations" USING btree ("firm_id","bank_account_id","kind","subject") WHERE "obligations"."bank_account_id" IS NOT NULL AND "obligations"."kind" NOT IN ('trust_balance_difference', 'trust_balance_below_held');--> statement-breakpoint
-- Whatever changes a matter's money or what is held of it, in this release or the one before, has it compared again.
CREATE FUNCTION compare_imported_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE imported_trust_balances i SET changed_at = clock_timestamp()
  WHERE i.firm_id = NEW.firm_id AND i.matter_id = NEW.matter_id AND i.bank_account_id = NEW.bank_account_id
    AND i.changed_at IS NULL;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER trust_account_balances_compared AFTER INSERT OR UPDATE ON trust_account_balances
  FOR EACH ROW EXECUTE FUNCTION compare_imported_balance();
