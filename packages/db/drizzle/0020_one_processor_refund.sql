-- B1: the processor's refund is the outcome of one refund of ours. Where two hold one, a person once named the wrong one:
-- docs/operations.md, "Two refunds hold one processor refund", says how to find out whose it is.
DO $$
DECLARE held text;
BEGIN
  SELECT string_agg(firm_id || ' ' || processor_refund_id || ' (' || refund_ids || ')', ', ') INTO held
  FROM (
    SELECT firm_id, processor_refund_id, string_agg(id, ' and ' ORDER BY requested_at) AS refund_ids
    FROM refunds WHERE processor_refund_id IS NOT NULL
    GROUP BY firm_id, processor_refund_id HAVING count(*) > 1 LIMIT 20
  ) AS doubled;
  IF held IS NOT NULL THEN
    RAISE EXCEPTION 'Two refunds hold one processor refund: %', held
      USING HINT = 'See "Two refunds hold one processor refund" in docs/operations.md, then migrate again.';
  END IF;
END $$;
--> statement-breakpoint
DROP INDEX "refunds_by_processor_refund";--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_by_processor_refund" ON "refunds" USING btree ("firm_id","processor_refund_id") WHERE "refunds"."processor_refund_id" IS NOT NULL;
