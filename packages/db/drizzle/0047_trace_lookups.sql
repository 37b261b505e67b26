DROP INDEX "refunds_untraced";--> statement-breakpoint
CREATE INDEX "refunds_traced" ON "refunds" USING btree ("firm_id","accepted_at") WHERE "refunds"."trace_number" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "refunds_untraced" ON "refunds" USING btree ("firm_id","accepted_at") WHERE "refunds"."status" = 'succeeded' AND "refunds"."trace_number" IS NULL;