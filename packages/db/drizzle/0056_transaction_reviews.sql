CREATE TABLE "transaction_reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"quarter" text NOT NULL,
	"posting_id" text NOT NULL,
	"answers" jsonb NOT NULL,
	"reviewed_by" text NOT NULL,
	"reviewed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transaction_reviews" ADD CONSTRAINT "transaction_reviews_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transaction_reviews" ADD CONSTRAINT "transaction_reviews_reviewed_by_principals_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transaction_reviews" ADD CONSTRAINT "transaction_reviews_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transaction_reviews_by_quarter" ON "transaction_reviews" USING btree ("firm_id","bank_account_id","quarter","posting_id");--> statement-breakpoint
CREATE TRIGGER transaction_reviews_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transaction_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
