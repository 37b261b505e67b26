ALTER TABLE "firms" ADD COLUMN "remind_after_bank_days" integer[] DEFAULT '{2,5}' NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "escalate_after_bank_days" integer DEFAULT 7 NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "resends" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "resend_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "resend_run_id" text;--> statement-breakpoint
CREATE INDEX "notifications_to_resend" ON "notifications" USING btree ("resend_asked_at") WHERE "notifications"."status" = 'pending' AND "notifications"."resend_run_id" IS NULL AND "notifications"."resends" > 0;