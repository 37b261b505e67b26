-- A firm that exists keeps its way; only a new one begins strict (ADR 33).
ALTER TABLE "firms" ADD COLUMN "risky_refunds" text DEFAULT 'warn' NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "risky_refunds" SET DEFAULT 'approve';--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "approval_reasons" text[] DEFAULT '{}' NOT NULL;
