-- What clients were paid after a refund failed: each sweep looks for the checks among them that no bank line shows.
CREATE INDEX "postings_repaid" ON "postings" USING btree ("firm_id","id") WHERE "postings"."step" = 'repaid';
