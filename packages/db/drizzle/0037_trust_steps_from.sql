ALTER TABLE "firms" ADD COLUMN "trust_steps_from" text DEFAULT 'succeeded' NOT NULL;--> statement-breakpoint
-- A refund that was requested before keeps its way: its steps open at acceptance.
ALTER TABLE "refunds" ADD COLUMN "trust_steps_from" text DEFAULT 'accepted' NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ALTER COLUMN "trust_steps_from" SET DEFAULT 'succeeded';
