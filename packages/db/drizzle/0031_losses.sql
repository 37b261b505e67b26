CREATE TABLE "loss_rules" (
	"firm_id" text NOT NULL,
	"connection" text NOT NULL,
	"method" text NOT NULL,
	"debits" text NOT NULL,
	CONSTRAINT "loss_rules_firm_id_connection_method_pk" PRIMARY KEY("firm_id","connection","method")
);
--> statement-breakpoint
CREATE TABLE "losses" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"debits" text NOT NULL,
	"amount" bigint NOT NULL,
	"trust_amount" bigint NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"taken_on" date,
	"reported_by" text,
	"evidence_id" text,
	"known_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "losses_once" UNIQUE("firm_id","transaction_id","kind","subject","round"),
	CONSTRAINT "loss_amount_positive" CHECK ("losses"."amount" > 0 AND "losses"."fee" >= 0),
	CONSTRAINT "loss_trust_part" CHECK (0 <= "losses"."trust_amount" AND "losses"."trust_amount" <= "losses"."amount")
);
--> statement-breakpoint
ALTER TABLE "postings" DROP CONSTRAINT "postings_once";--> statement-breakpoint
ALTER TABLE "trust_balances" DROP CONSTRAINT "trust_never_overdrawn";--> statement-breakpoint
DROP INDEX "payment_task_once";--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "cause_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "return_code" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "returned_by_hand" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "loss_rules" ADD CONSTRAINT "loss_rules_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "losses" ADD CONSTRAINT "losses_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_shortages" ON "trust_balances" USING btree ("firm_id","matter_id") WHERE "trust_balances"."balance" < 0;--> statement-breakpoint
CREATE UNIQUE INDEX "replenish_open_once" ON "obligations" USING btree ("firm_id","subject") WHERE "obligations"."refund_id" IS NULL AND "obligations"."kind" = 'trust_replenish' AND "obligations"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "payment_task_once" ON "obligations" USING btree ("firm_id","transaction_id","kind","subject") WHERE "obligations"."refund_id" IS NULL AND "obligations"."kind" <> 'trust_replenish';--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_once" UNIQUE NULLS NOT DISTINCT("firm_id","refund_id","transaction_id","invoice_id","step","leg","allocation_id","correction","cause_id");--> statement-breakpoint
ALTER TABLE "trust_balances" ADD CONSTRAINT "trust_held_not_negative" CHECK ("trust_balances"."held" >= 0);