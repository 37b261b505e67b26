ALTER TABLE "firms" ADD COLUMN "approval_rule" text DEFAULT 'never' NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "approval_over_amount" bigint;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "approval_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "approved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_approved_by_principals_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refund_approved_by_another" CHECK ("refunds"."approved_by" <> "refunds"."requested_by");--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refund_approval_complete" CHECK (("refunds"."approved_by" IS NULL) = ("refunds"."approved_at" IS NULL));--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refund_approved_first" CHECK (NOT "refunds"."approval_required" OR "refunds"."approved_by" IS NOT NULL
        OR "refunds"."status" IN ('requested', 'awaiting_approval', 'rejected', 'declined', 'canceled'));