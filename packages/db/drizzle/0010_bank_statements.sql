CREATE TABLE "bank_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"statement_id" text NOT NULL,
	"account" text NOT NULL,
	"line_key" text NOT NULL,
	"date" date NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"description" text NOT NULL,
	CONSTRAINT "bank_lines_firmId_account_lineKey_unique" UNIQUE("firm_id","account","line_key"),
	CONSTRAINT "bank_lines_firmId_id_unique" UNIQUE("firm_id","id")
);
--> statement-breakpoint
CREATE TABLE "bank_matches" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"trust_line_id" text NOT NULL,
	"operating_line_id" text NOT NULL,
	"matched_by" text NOT NULL,
	"matched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bank_matches_firm_id_refund_id_pk" PRIMARY KEY("firm_id","refund_id"),
	CONSTRAINT "bank_matches_trust_line_once" UNIQUE("firm_id","trust_line_id"),
	CONSTRAINT "bank_matches_operating_line_once" UNIQUE("firm_id","operating_line_id"),
	CONSTRAINT "bank_match_two_lines" CHECK ("bank_matches"."trust_line_id" <> "bank_matches"."operating_line_id")
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"account" text NOT NULL,
	"format" text NOT NULL,
	"sha256" text NOT NULL,
	"lines" integer NOT NULL,
	"new_lines" integer NOT NULL,
	"first_date" date NOT NULL,
	"last_date" date NOT NULL,
	"imported_by" text NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bank_statements_firmId_account_sha256_unique" UNIQUE("firm_id","account","sha256")
);
--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_firm_id_trust_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","trust_line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_firm_id_operating_line_id_bank_lines_firm_id_id_fk" FOREIGN KEY ("firm_id","operating_line_id") REFERENCES "public"."bank_lines"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_imported_by_principals_id_fk" FOREIGN KEY ("imported_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_lines_by_amount" ON "bank_lines" USING btree ("firm_id","account","amount","date");--> statement-breakpoint
CREATE INDEX "bank_statements_by_import" ON "bank_statements" USING btree ("firm_id","id");--> statement-breakpoint
CREATE TRIGGER bank_statements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_statements
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER bank_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_lines
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER bank_matches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_matches
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
