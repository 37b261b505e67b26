CREATE TABLE "opening_balances" (
	"firm_id" text NOT NULL,
	"schedule_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"balance" bigint NOT NULL,
	CONSTRAINT "opening_balances_schedule_id_matter_id_pk" PRIMARY KEY("schedule_id","matter_id")
);
--> statement-breakpoint
CREATE TABLE "opening_items" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"schedule_id" text NOT NULL,
	"kind" text NOT NULL,
	"date" date NOT NULL,
	"amount" bigint NOT NULL,
	"matter_id" text,
	"ledger" text,
	"counterparty" text NOT NULL,
	"number" text,
	CONSTRAINT "opening_item_amount_positive" CHECK ("opening_items"."amount" > 0),
	CONSTRAINT "opening_item_one_ledger" CHECK (num_nulls("opening_items"."matter_id", "opening_items"."ledger") = 1)
);
--> statement-breakpoint
CREATE TABLE "opening_schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"cut_over_on" date NOT NULL,
	"statement_balance" bigint NOT NULL,
	"firm_funds" bigint NOT NULL,
	"interest" bigint NOT NULL,
	"unidentified" bigint NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"signed_by" text,
	"signed_at" timestamp (3) with time zone,
	"bar_number" text,
	"bar_state" text,
	"content" jsonb,
	"content_hash" text,
	"withdrawn_by" text,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawal_reason" text,
	CONSTRAINT "opening_schedules_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "opening_schedule_signed" CHECK (("opening_schedules"."status" = 'signed') = (num_nulls("opening_schedules"."signed_by", "opening_schedules"."signed_at", "opening_schedules"."bar_number", "opening_schedules"."content", "opening_schedules"."content_hash") = 0)),
	CONSTRAINT "opening_schedule_withdrawn" CHECK (("opening_schedules"."status" = 'withdrawn') = (num_nulls("opening_schedules"."withdrawn_by", "opening_schedules"."withdrawn_at", "opening_schedules"."withdrawal_reason") = 0))
);
--> statement-breakpoint
ALTER TABLE "opening_balances" ADD CONSTRAINT "opening_balances_firm_id_schedule_id_opening_schedules_firm_id_id_fk" FOREIGN KEY ("firm_id","schedule_id") REFERENCES "public"."opening_schedules"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_balances" ADD CONSTRAINT "opening_balances_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_items" ADD CONSTRAINT "opening_items_firm_id_schedule_id_opening_schedules_firm_id_id_fk" FOREIGN KEY ("firm_id","schedule_id") REFERENCES "public"."opening_schedules"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_items" ADD CONSTRAINT "opening_items_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_schedules" ADD CONSTRAINT "opening_schedules_created_by_principals_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_schedules" ADD CONSTRAINT "opening_schedules_signed_by_principals_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_schedules" ADD CONSTRAINT "opening_schedules_withdrawn_by_principals_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_schedules" ADD CONSTRAINT "opening_schedules_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "opening_schedules_one_standing" ON "opening_schedules" USING btree ("firm_id","bank_account_id") WHERE "opening_schedules"."status" <> 'withdrawn';--> statement-breakpoint
CREATE TRIGGER opening_balances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON opening_balances
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER opening_items_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON opening_items
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE FUNCTION guard_opening_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ends text[] := ARRAY['status', 'signed_by', 'signed_at', 'bar_number', 'bar_state', 'content', 'content_hash',
    'withdrawn_by', 'withdrawn_at', 'withdrawal_reason'];
BEGIN
  IF OLD.status <> 'open' OR (to_jsonb(OLD) - ends) IS DISTINCT FROM (to_jsonb(NEW) - ends) THEN
    RAISE EXCEPTION 'an opening schedule is signed or withdrawn, once, and never changed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER opening_schedules_end_once BEFORE UPDATE ON opening_schedules
  FOR EACH ROW EXECUTE FUNCTION guard_opening_schedule();--> statement-breakpoint
CREATE TRIGGER opening_schedules_kept BEFORE DELETE OR TRUNCATE ON opening_schedules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- Nothing takes effect in a period that was signed, nor before the books of the account began: a signed opening schedule
-- contains it. A process of the release before knows nothing of schedules, and is refused here.
CREATE OR REPLACE FUNCTION refuse_locked_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  locked record;
BEGIN
  SELECT p.id, m.until INTO locked
  FROM added e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
  JOIN (SELECT firm_id, bank_account_id, ending_on AS until FROM month_ends WHERE status = 'signed'
      UNION ALL SELECT firm_id, bank_account_id, cut_over_on FROM opening_schedules WHERE status = 'signed') m
    ON m.firm_id = e.firm_id AND m.bank_account_id = e.bank_account_id
    AND m.until >= coalesce(p.effective_on, (p.at AT TIME ZONE f.time_zone)::date)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'posting % takes effect in a period that is locked up to %', locked.id, locked.until
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
