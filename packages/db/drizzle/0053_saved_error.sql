ALTER TABLE "refunds" ADD COLUMN "saved_error_at" timestamp (3) with time zone;
