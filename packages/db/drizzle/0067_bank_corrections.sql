CREATE TABLE "bank_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"mistake_line_id" text NOT NULL,
	"correction_line_id" text NOT NULL,
	"reason" text NOT NULL,
	"matched_by" text NOT NULL,
	"matched_at" timestamp (3) with time zone NOT NULL,
	"undone_by" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "bank_correction_two_lines" CHECK ("bank_corrections"."mistake_line_id" <> "bank_corrections"."correction_line_id"),
	CONSTRAINT "bank_correction_undone_by" CHECK (("bank_corrections"."undone_by" IS NULL) = ("bank_corrections"."undone_at" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "bank_corrections" ADD CONSTRAINT "bank_corrections_matched_by_principals_id_fk" FOREIGN KEY ("matched_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_corrections" ADD CONSTRAINT "bank_corrections_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_corrections" ADD CONSTRAINT "bank_corrections_firm_id_mistake_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","mistake_line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_corrections" ADD CONSTRAINT "bank_corrections_firm_id_correction_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","correction_line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_corrections_mistake_once" ON "bank_corrections" USING btree ("firm_id","mistake_line_id") WHERE "bank_corrections"."undone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_corrections_correction_once" ON "bank_corrections" USING btree ("firm_id","correction_line_id") WHERE "bank_corrections"."undone_at" is null;--> statement-breakpoint
CREATE FUNCTION guard_bank_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.undone_at IS NOT NULL
    OR (to_jsonb(OLD) - 'undone_at' - 'undone_by') IS DISTINCT FROM (to_jsonb(NEW) - 'undone_at' - 'undone_by') THEN
    RAISE EXCEPTION 'a correction of the bank can only be undone, once';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER bank_corrections_undone_once BEFORE UPDATE ON bank_corrections
  FOR EACH ROW EXECUTE FUNCTION guard_bank_correction();--> statement-breakpoint
CREATE TRIGGER bank_corrections_kept BEFORE DELETE OR TRUNCATE ON bank_corrections
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
