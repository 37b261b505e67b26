ALTER TABLE "obligations" ADD COLUMN "proposed" text;--> statement-breakpoint
ALTER TABLE "obligations" ADD COLUMN "paying_transaction_id" text;--> statement-breakpoint
CREATE INDEX "postings_by_allocation" ON "postings" USING btree ("firm_id","allocation_id") WHERE "postings"."allocation_id" IS NOT NULL;