-- A firm that exists keeps its way; only a new one begins strict (ADR 33).
ALTER TABLE "firms" ADD COLUMN "separate_duties" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "separate_duties" SET DEFAULT true;
