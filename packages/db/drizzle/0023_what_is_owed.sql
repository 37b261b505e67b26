ALTER TABLE "notifications" ALTER COLUMN "refund_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "obligations" ALTER COLUMN "refund_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "by_sweep" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "transaction_id" text;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "answer" jsonb;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "next_message_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "notifications_by_sweep" ON "notifications" USING btree ("created_at") WHERE "notifications"."status" = 'pending' AND "notifications"."by_sweep" AND "notifications"."resends" = 0;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_task_once" ON "obligations" USING btree ("firm_id","transaction_id","kind","subject") WHERE "obligations"."refund_id" IS NULL;--> statement-breakpoint
CREATE INDEX "obligations_to_tell" ON "obligations" USING btree ("next_message_at") WHERE "obligations"."status" = 'open' AND "obligations"."next_message_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligation_about_one" CHECK (("obligations"."refund_id" IS NULL) <> ("obligations"."transaction_id" IS NULL));--> statement-breakpoint
-- What stands open already waits for the role that may settle it, and is told at the next sweep.
UPDATE "obligations" SET "owner" = CASE WHEN "subject" IN ('transfer_under_way', 'payment_disputed', 'original_bounced') THEN 'lawyer' ELSE 'admin' END
  WHERE "kind" = 'attention' AND "status" = 'open';--> statement-breakpoint
UPDATE "obligations" SET "next_message_at" = now() WHERE "status" = 'open';--> statement-breakpoint
INSERT INTO "obligations" ("id", "firm_id", "transaction_id", "kind", "owner", "subject", "summary", "opened_at", "due_at", "next_message_at")
  SELECT 'obl_' || replace(gen_random_uuid()::text, '-', ''), "firm_id", "transaction_id", 'reconciliation', 'admin', "id", "explanation", "found_at", "found_at" + interval '7 days', now()
  FROM "reconciliation_differences" WHERE "status" = 'open' AND "refund_id" IS NULL;
