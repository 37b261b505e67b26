CREATE TABLE "month_ends" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"version" integer NOT NULL,
	"period_start" date NOT NULL,
	"ending_on" date NOT NULL,
	"opening_balance" bigint NOT NULL,
	"closing_balance" bigint NOT NULL,
	"previous_closing" bigint,
	"statement_id" text,
	"scope" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"prepared_by" text,
	"prepared_at" timestamp (3) with time zone,
	"preparer_position" text,
	"preparer_may_transfer" boolean,
	"explanation" text,
	"signed_by" text,
	"signed_at" timestamp (3) with time zone,
	"bar_number" text,
	"bar_state" text,
	"content" jsonb,
	"content_hash" text,
	CONSTRAINT "month_ends_version_once" UNIQUE("firm_id","bank_account_id","ending_on","version"),
	CONSTRAINT "month_end_period" CHECK ("month_ends"."period_start" <= "month_ends"."ending_on"),
	CONSTRAINT "month_end_prepared_complete" CHECK ("month_ends"."status" = 'draft' OR num_nulls("month_ends"."prepared_by", "month_ends"."prepared_at", "month_ends"."content", "month_ends"."content_hash") = 0),
	CONSTRAINT "month_end_signed_complete" CHECK ("month_ends"."status" <> 'signed' OR num_nulls("month_ends"."signed_by", "month_ends"."signed_at", "month_ends"."bar_number") = 0)
);
--> statement-breakpoint
ALTER TABLE "obligations" DROP CONSTRAINT "obligation_about_one";--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "for_date" date;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "month_ends" ADD CONSTRAINT "month_ends_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "month_ends" ADD CONSTRAINT "month_ends_prepared_by_principals_id_fk" FOREIGN KEY ("prepared_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "month_ends" ADD CONSTRAINT "month_ends_signed_by_principals_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "month_ends" ADD CONSTRAINT "month_ends_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "month_ends_one_open" ON "month_ends" USING btree ("firm_id","bank_account_id","ending_on") WHERE "month_ends"."status" <> 'signed';--> statement-breakpoint
CREATE INDEX "month_ends_locked" ON "month_ends" USING btree ("firm_id","bank_account_id","ending_on") WHERE "month_ends"."status" = 'signed';--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_task_once" ON "obligations" USING btree ("firm_id","bank_account_id","kind","subject") WHERE "obligations"."bank_account_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligation_about_one" CHECK (num_nonnulls("obligations"."refund_id", "obligations"."transaction_id", "obligations"."bank_account_id") = 1);--> statement-breakpoint
-- A signed month end is what a lawyer signed.
CREATE FUNCTION guard_month_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'signed'
    OR (OLD.id, OLD.firm_id, OLD.bank_account_id, OLD.version, OLD.ending_on)
      IS DISTINCT FROM (NEW.id, NEW.firm_id, NEW.bank_account_id, NEW.version, NEW.ending_on) THEN
    RAISE EXCEPTION 'a month end that is signed is not changed: a later change is a new version'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER month_ends_signed_stays BEFORE UPDATE ON month_ends
  FOR EACH ROW EXECUTE FUNCTION guard_month_end();--> statement-breakpoint
CREATE TRIGGER month_ends_kept BEFORE DELETE OR TRUNCATE ON month_ends
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- Nothing takes effect in a period that was signed. It runs after the check of the foreign key, which has waited for
-- whoever signs and holds the row of the bank account.
CREATE FUNCTION refuse_locked_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  locked record;
BEGIN
  SELECT p.id, m.ending_on INTO locked
  FROM added e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
  JOIN month_ends m ON m.firm_id = e.firm_id AND m.bank_account_id = e.bank_account_id AND m.status = 'signed'
    AND m.ending_on >= coalesce(p.effective_on, (p.at AT TIME ZONE f.time_zone)::date)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'posting % takes effect in a period that is locked up to %', locked.id, locked.ending_on
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ledger_entries_period_open AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_locked_period();
