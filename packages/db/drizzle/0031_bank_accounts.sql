CREATE TABLE "bank_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"bank_name" text,
	"last_four" text,
	"is_iolta" boolean DEFAULT false NOT NULL,
	"state" text,
	"status" text DEFAULT 'open' NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bank_accounts_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "bank_account_iolta_is_trust" CHECK (NOT "bank_accounts"."is_iolta" OR "bank_accounts"."kind" = 'trust'),
	CONSTRAINT "bank_account_default_is_open" CHECK (NOT "bank_accounts"."is_default" OR "bank_accounts"."status" = 'open')
);--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Every firm has had one account of each kind until now: those are the default ones.
INSERT INTO bank_accounts (id, firm_id, kind, title, last_four, is_iolta, is_default)
SELECT 'ba_' || replace(gen_random_uuid()::text, '-', ''), f.id, k.kind, k.title,
  (SELECT s.account_last_four FROM bank_statements s WHERE s.firm_id = f.id AND s.account = k.kind
     AND s.account_last_four IS NOT NULL ORDER BY s.id DESC LIMIT 1), k.kind = 'trust', true
FROM firms f CROSS JOIN (VALUES ('operating', 'Operating account'), ('trust', 'Trust account (IOLTA)')) AS k (kind, title);--> statement-breakpoint
ALTER TABLE "bank_lines" DROP CONSTRAINT "bank_lines_firmId_account_lineKey_unique";--> statement-breakpoint
ALTER TABLE "bank_statements" DROP CONSTRAINT "bank_statements_firmId_account_sha256_unique";--> statement-breakpoint
ALTER TABLE "bank_lines" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "payment_items" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "refund_legs" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "refund_legs" ADD COLUMN "drawn_on" text;--> statement-breakpoint
ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only;--> statement-breakpoint
ALTER TABLE bank_statements DISABLE TRIGGER bank_statements_append_only;--> statement-breakpoint
ALTER TABLE bank_lines DISABLE TRIGGER bank_lines_append_only;--> statement-breakpoint
UPDATE bank_statements SET bank_account_id = b.id FROM bank_accounts b WHERE b.firm_id = bank_statements.firm_id AND b.kind = bank_statements.account;--> statement-breakpoint
UPDATE bank_lines SET bank_account_id = b.id FROM bank_accounts b WHERE b.firm_id = bank_lines.firm_id AND b.kind = bank_lines.account;--> statement-breakpoint
UPDATE payment_items SET bank_account_id = b.id FROM bank_accounts b WHERE b.firm_id = payment_items.firm_id AND b.kind = payment_items.account;--> statement-breakpoint
UPDATE refund_legs SET bank_account_id = b.id FROM bank_accounts b WHERE b.firm_id = refund_legs.firm_id AND b.kind = refund_legs.account;--> statement-breakpoint
UPDATE refund_legs SET drawn_on = b.id FROM bank_accounts b WHERE b.firm_id = refund_legs.firm_id AND b.kind = 'operating';--> statement-breakpoint
UPDATE ledger_entries SET bank_account_id = b.id FROM bank_accounts b WHERE b.firm_id = ledger_entries.firm_id
  AND b.kind = CASE account WHEN 'operating_bank' THEN 'operating' WHEN 'trust_bank' THEN 'trust'
    WHEN 'client_trust_liability' THEN 'trust' WHEN 'unidentified_trust_liability' THEN 'trust' END;--> statement-breakpoint
ALTER TABLE ledger_entries ENABLE TRIGGER ledger_entries_append_only;--> statement-breakpoint
ALTER TABLE bank_statements ENABLE TRIGGER bank_statements_append_only;--> statement-breakpoint
ALTER TABLE bank_lines ENABLE TRIGGER bank_lines_append_only;--> statement-breakpoint
ALTER TABLE "bank_lines" ALTER COLUMN "bank_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_statements" ALTER COLUMN "bank_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_items" ALTER COLUMN "bank_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "refund_legs" ALTER COLUMN "bank_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "refund_legs" ALTER COLUMN "drawn_on" SET NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_one_default" ON "bank_accounts" USING btree ("firm_id","kind") WHERE "bank_accounts"."is_default";--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "payment_items_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_legs" ADD CONSTRAINT "refund_legs_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_legs" ADD CONSTRAINT "refund_legs_firm_id_drawn_on_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","drawn_on") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entries_by_bank_account" ON "ledger_entries" USING btree ("firm_id","bank_account_id") WHERE "ledger_entries"."bank_account_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_firmId_bankAccountId_lineKey_unique" UNIQUE("firm_id","bank_account_id","line_key");--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_firmId_bankAccountId_sha256_unique" UNIQUE("firm_id","bank_account_id","sha256");--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "entry_bank_account" CHECK (("ledger_entries"."account" IN ('operating_bank', 'trust_bank', 'client_trust_liability', 'unidentified_trust_liability')) = ("ledger_entries"."bank_account_id" IS NOT NULL));--> statement-breakpoint
-- A release before this one does not know the column, and may run beside this one during a deploy. Then the firm has
-- one account of each kind, because only this release adds others.
CREATE FUNCTION fill_bank_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.bank_account_id IS NULL THEN
    SELECT b.id INTO NEW.bank_account_id FROM bank_accounts b WHERE b.firm_id = NEW.firm_id AND b.is_default
      AND b.kind = CASE NEW.account WHEN 'operating' THEN 'operating' WHEN 'operating_bank' THEN 'operating'
        WHEN 'trust' THEN 'trust' WHEN 'trust_bank' THEN 'trust' WHEN 'client_trust_liability' THEN 'trust'
        WHEN 'unidentified_trust_liability' THEN 'trust' END;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE FUNCTION fill_drawn_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.drawn_on IS NULL THEN
    SELECT b.id INTO NEW.drawn_on FROM bank_accounts b
    WHERE b.firm_id = NEW.firm_id AND b.is_default AND b.kind = 'operating';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER bank_statements_bank_account BEFORE INSERT ON bank_statements FOR EACH ROW EXECUTE FUNCTION fill_bank_account();--> statement-breakpoint
CREATE TRIGGER bank_lines_bank_account BEFORE INSERT ON bank_lines FOR EACH ROW EXECUTE FUNCTION fill_bank_account();--> statement-breakpoint
CREATE TRIGGER payment_items_bank_account BEFORE INSERT ON payment_items FOR EACH ROW EXECUTE FUNCTION fill_bank_account();--> statement-breakpoint
CREATE TRIGGER refund_legs_bank_account BEFORE INSERT ON refund_legs FOR EACH ROW EXECUTE FUNCTION fill_bank_account();--> statement-breakpoint
CREATE TRIGGER ledger_entries_bank_account BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION fill_bank_account();--> statement-breakpoint
CREATE TRIGGER refund_legs_drawn_on BEFORE INSERT ON refund_legs FOR EACH ROW EXECUTE FUNCTION fill_drawn_on();
