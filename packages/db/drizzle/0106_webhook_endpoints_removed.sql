ALTER TABLE "webhook_endpoints" ADD COLUMN "removed_at" timestamp (3) with time zone;
