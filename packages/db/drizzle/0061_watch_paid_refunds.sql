ALTER TABLE "refunds" ADD COLUMN "look_again_at" timestamp (3) with time zone;--> statement-breakpoint
-- B6: what was paid out in the last seventy days may still fail. The next night looks once, and knows from the processor
-- when to look again.
UPDATE "refunds" SET "look_again_at" = "settled_at"
  WHERE "status" = 'succeeded' AND "settled_at" > now() - interval '70 days';--> statement-breakpoint
CREATE INDEX "refunds_watched" ON "refunds" USING btree ("id") WHERE "refunds"."look_again_at" IS NOT NULL;
