CREATE TABLE "bank_clearings" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"line_id" text NOT NULL,
	"posting_id" text NOT NULL,
	"matched_by" text NOT NULL,
	"matched_at" timestamp (3) with time zone NOT NULL,
	"undone_by" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "bank_clearing_undone_by" CHECK (("bank_clearings"."undone_by" IS NULL) = ("bank_clearings"."undone_at" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "opening_balance" bigint;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "period_start" date;--> statement-breakpoint
ALTER TABLE "bank_clearings" ADD CONSTRAINT "bank_clearings_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_clearings" ADD CONSTRAINT "bank_clearings_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_clearings" ADD CONSTRAINT "bank_clearings_firm_id_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_clearings_posting_once" ON "bank_clearings" USING btree ("firm_id","bank_account_id","posting_id") WHERE "bank_clearings"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "bank_clearings_by_line" ON "bank_clearings" USING btree ("firm_id","line_id");--> statement-breakpoint
CREATE FUNCTION guard_clearing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.undone_at IS NOT NULL
    OR (to_jsonb(OLD) - 'undone_at' - 'undone_by') IS DISTINCT FROM (to_jsonb(NEW) - 'undone_at' - 'undone_by') THEN
    RAISE EXCEPTION 'a match of bank lines can only be undone, once';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER bank_clearings_undone_once BEFORE UPDATE ON bank_clearings
  FOR EACH ROW EXECUTE FUNCTION guard_clearing();--> statement-breakpoint
CREATE TRIGGER bank_clearings_kept BEFORE DELETE OR TRUNCATE ON bank_clearings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
