DROP INDEX "account_emails_stranded";--> statement-breakpoint
DROP INDEX "notifications_to_resend";--> statement-breakpoint
DROP INDEX "refunds_stranded";--> statement-breakpoint
DROP INDEX "voids_stranded";--> statement-breakpoint
DROP INDEX "webhook_deliveries_stranded";--> statement-breakpoint
ALTER TABLE "processor_events" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "processor_events" ADD COLUMN "next_try_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "account_emails_carried" ON "account_emails" USING btree ("id") WHERE "account_emails"."sent_at" IS NULL AND "account_emails"."failed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "notifications_carried" ON "notifications" USING btree ("id") WHERE "notifications"."status" = 'pending' AND "notifications"."resends" > 0;--> statement-breakpoint
CREATE INDEX "refunds_carried" ON "refunds" USING btree ("id") WHERE "refunds"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "voids_carried" ON "voids" USING btree ("id") WHERE "voids"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_carried" ON "webhook_deliveries" USING btree ("id") WHERE "webhook_deliveries"."status" = 'pending';