ALTER TABLE "refunds" DROP CONSTRAINT "refund_approved_by_another";--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "requested_on_behalf_of" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- What still waits for a second person, asked for by a program: its keys' makers count as requesters from now on.
UPDATE "refunds" SET "requested_on_behalf_of" = "makers"."ids"
FROM (
  SELECT "principal_id", array_agg(DISTINCT "created_by") AS "ids"
  FROM "api_keys" WHERE "created_by" IS NOT NULL GROUP BY "principal_id"
) AS "makers"
WHERE "makers"."principal_id" = "refunds"."requested_by" AND "refunds"."approved_by" IS NULL;
--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refund_approved_by_another" CHECK ("refunds"."approved_by" <> "refunds"."requested_by" AND "refunds"."approved_by" <> ALL ("refunds"."requested_on_behalf_of"));