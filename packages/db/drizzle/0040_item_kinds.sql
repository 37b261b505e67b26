ALTER TABLE "payment_items" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "item_surcharge_is_operating" CHECK ("payment_items"."kind" IS DISTINCT FROM 'surcharge' OR "payment_items"."account" = 'operating');--> statement-breakpoint
INSERT INTO "accounts" ("firm_id", "code", "name", "kind")
SELECT "firms"."id", 'surcharge_income', 'Card surcharges', 'income' FROM "firms"
ON CONFLICT DO NOTHING;
