CREATE TABLE "payouts" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"processor_payout_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"fees" bigint NOT NULL,
	"unexplained" bigint NOT NULL,
	"status" text NOT NULL,
	"arrives_on" date NOT NULL,
	"booked_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payouts_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "payouts_once" UNIQUE("firm_id","connection_id","processor_payout_id"),
	CONSTRAINT "payout_booked_explained" CHECK ("payouts"."booked_at" IS NULL OR "payouts"."unexplained" = 0)
);--> statement-breakpoint
CREATE TABLE "payout_items" (
	"firm_id" text NOT NULL,
	"payout_id" text NOT NULL,
	"item_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	CONSTRAINT "payout_items_payout_id_item_id_pk" PRIMARY KEY("payout_id","item_id")
);--> statement-breakpoint
CREATE TABLE "payout_postings" (
	"firm_id" text NOT NULL,
	"posting_id" text PRIMARY KEY NOT NULL,
	"payout_id" text NOT NULL
);--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "entry_bank_account";--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_items" ADD CONSTRAINT "payout_items_firm_id_payout_id_payouts_firm_id_id_fk" FOREIGN KEY ("firm_id","payout_id") REFERENCES "public"."payouts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_postings" ADD CONSTRAINT "payout_postings_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_postings" ADD CONSTRAINT "payout_postings_firm_id_payout_id_payouts_firm_id_id_fk" FOREIGN KEY ("firm_id","payout_id") REFERENCES "public"."payouts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_postings_by_payout" ON "payout_postings" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "payouts_by_arrival" ON "payouts" USING btree ("firm_id","arrives_on","id");--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "entry_bank_account" CHECK (("ledger_entries"."account" IN ('operating_bank', 'trust_bank', 'client_trust_liability', 'unidentified_trust_liability', 'firm_trust_liability', 'interest_trust_liability', 'processor_balance')) = ("ledger_entries"."bank_account_id" IS NOT NULL));--> statement-breakpoint
-- What a payment company that nets has of the firm's, and has not paid out yet.
INSERT INTO "accounts" ("firm_id", "code", "name", "kind")
SELECT "id", 'processor_balance', 'Balance at the payment company', 'asset' FROM "firms"
ON CONFLICT DO NOTHING;
