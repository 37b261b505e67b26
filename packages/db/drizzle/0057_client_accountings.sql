CREATE TABLE "client_accountings" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"through" timestamp (3) with time zone NOT NULL,
	"balance_before" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"recipient_name" text NOT NULL,
	"recipient_email" text,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "client_accountings_once" UNIQUE("firm_id","matter_id","through")
);
--> statement-breakpoint
-- Firms that did not choose send nothing to clients; a firm that is added later follows the state that its lawyer confirms.
ALTER TABLE "firms" ADD COLUMN "client_accountings" text;--> statement-breakpoint
UPDATE "firms" SET "client_accountings" = 'off';--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "client_accountings_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "client_accountings" ADD CONSTRAINT "client_accountings_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "client_accountings_by_firm" ON "client_accountings" USING btree ("firm_id","id");--> statement-breakpoint
-- The sweep looks for what was distributed lately.
CREATE INDEX "postings_distributed" ON "postings" USING btree ("firm_id","at") WHERE "postings"."step" IN ('trust_payment', 'trust_applied', 'repaid', 'remitted_to_state');--> statement-breakpoint
CREATE TRIGGER client_accountings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON client_accountings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
