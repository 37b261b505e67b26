CREATE INDEX "refunds_paid" ON "refunds" USING btree ("firm_id","settled_at") WHERE "refunds"."status" = 'succeeded';
