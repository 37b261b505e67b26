ALTER TABLE "losses" ADD COLUMN "fee_returned" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "losses" ADD CONSTRAINT "loss_fee_returned" CHECK ("losses"."fee_returned" >= 0);