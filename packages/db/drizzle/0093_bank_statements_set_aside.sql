CREATE TABLE "bank_line_repeats" (
	"firm_id" text NOT NULL,
	"statement_id" text NOT NULL,
	"line_id" text NOT NULL,
	CONSTRAINT "bank_line_repeats_statement_id_line_id_pk" PRIMARY KEY("statement_id","line_id")
);
--> statement-breakpoint
CREATE TABLE "bank_line_set_asides" (
	"firm_id" text NOT NULL,
	"line_id" text PRIMARY KEY NOT NULL,
	"statement_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_statement_set_asides" (
	"statement_id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"reason" text NOT NULL,
	"set_aside_by" text NOT NULL,
	"set_aside_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bank_lines" DROP CONSTRAINT "bank_lines_firmId_bankAccountId_lineKey_unique";--> statement-breakpoint
ALTER TABLE "bank_matches" DROP CONSTRAINT "bank_matches_trust_line_once";--> statement-breakpoint
ALTER TABLE "bank_matches" DROP CONSTRAINT "bank_matches_operating_line_once";--> statement-breakpoint
ALTER TABLE "bank_statements" DROP CONSTRAINT "bank_statements_firmId_bankAccountId_sha256_unique";--> statement-breakpoint
ALTER TABLE "bank_matches" DROP CONSTRAINT "bank_matches_firm_id_refund_id_pk";--> statement-breakpoint
ALTER TABLE "bank_lines" ADD COLUMN "nth" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "nth" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_firm_id_refund_id_nth_pk" PRIMARY KEY("firm_id","refund_id","nth");--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "undone_by" text;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "nth" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "renumbered_from" text;--> statement-breakpoint
ALTER TABLE "bank_line_repeats" ADD CONSTRAINT "bank_line_repeats_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_line_repeats" ADD CONSTRAINT "bank_line_repeats_firm_id_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_line_set_asides" ADD CONSTRAINT "bank_line_set_asides_statement_id_bank_statement_set_asides_statement_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statement_set_asides"("statement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_line_set_asides" ADD CONSTRAINT "bank_line_set_asides_firm_id_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement_set_asides" ADD CONSTRAINT "bank_statement_set_asides_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement_set_asides" ADD CONSTRAINT "bank_statement_set_asides_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement_set_asides" ADD CONSTRAINT "bank_statement_set_asides_set_aside_by_principals_id_fk" FOREIGN KEY ("set_aside_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_line_repeats_by_line" ON "bank_line_repeats" USING btree ("line_id");--> statement-breakpoint
CREATE INDEX "bank_line_set_asides_by_statement" ON "bank_line_set_asides" USING btree ("statement_id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_day" ON "bank_lines" USING btree ("firm_id","date","id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_account" ON "bank_lines" USING btree ("firm_id","bank_account_id","date","id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_statement" ON "bank_lines" USING btree ("statement_id");--> statement-breakpoint
CREATE INDEX "bank_lines_search" ON "bank_lines" USING gin ("firm_id",lower("description") gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_refund_once" ON "bank_matches" USING btree ("firm_id","refund_id") WHERE "bank_matches"."undone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_trust_once" ON "bank_matches" USING btree ("firm_id","trust_line_id") WHERE "bank_matches"."undone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_operating_once" ON "bank_matches" USING btree ("firm_id","operating_line_id") WHERE "bank_matches"."undone_at" is null;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_once" UNIQUE("firm_id","bank_account_id","line_key","nth");--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_file_once" UNIQUE("firm_id","bank_account_id","sha256","nth");--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_match_undone_by" CHECK (("bank_matches"."undone_by" IS NULL) = ("bank_matches"."undone_at" IS NULL));--> statement-breakpoint
-- A match is undone, once, and never deleted.
DROP TRIGGER bank_matches_append_only ON bank_matches;--> statement-breakpoint
CREATE TRIGGER bank_matches_undone_once BEFORE UPDATE ON bank_matches
  FOR EACH ROW EXECUTE FUNCTION guard_clearing();--> statement-breakpoint
CREATE TRIGGER bank_matches_kept BEFORE DELETE OR TRUNCATE ON bank_matches
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- Which earlier lines a statement has too was not kept until now. A bank lists whole days: where exactly as many earlier
-- lines lie in its days as it had lines that were not new, they are those. Another one is completed by importing its
-- file again (ADR 61).
INSERT INTO bank_line_repeats (firm_id, statement_id, line_id)
SELECT s.firm_id, s.id, l.id
FROM bank_statements s
JOIN bank_lines l ON l.firm_id = s.firm_id AND l.bank_account_id = s.bank_account_id AND l.statement_id < s.id
  AND l.date BETWEEN s.first_date AND s.last_date
WHERE s.lines - s.new_lines = (SELECT count(*) FROM bank_lines k
  WHERE k.firm_id = s.firm_id AND k.bank_account_id = s.bank_account_id AND k.statement_id < s.id
    AND k.date BETWEEN s.first_date AND s.last_date);--> statement-breakpoint
CREATE TRIGGER bank_line_repeats_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_line_repeats
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER bank_statement_set_asides_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_statement_set_asides
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER bank_line_set_asides_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_line_set_asides
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
