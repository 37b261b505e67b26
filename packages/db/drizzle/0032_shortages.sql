-- B4: what the bank took back of money already spent was the column shortfall; now the balance itself is negative.
UPDATE "trust_balances" SET "balance" = "balance" - "shortfall", "shortfall" = 0 WHERE "shortfall" <> 0;
--> statement-breakpoint
-- A worker of the release before still adds to shortfall, and subtracts from it. What it adds is subtracted at once.
CREATE FUNCTION fold_trust_shortfall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.balance := NEW.balance - NEW.shortfall;
  NEW.shortfall := 0;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER trust_shortfall_folds BEFORE INSERT OR UPDATE ON "trust_balances"
  FOR EACH ROW WHEN (NEW.shortfall <> 0) EXECUTE FUNCTION fold_trust_shortfall();
--> statement-breakpoint
-- A line of the bank is the evidence of one replenishment only.
CREATE UNIQUE INDEX "replenish_trust_line_once" ON "obligations" ("firm_id", ("answer" ->> 'trustLineId'))
  WHERE "kind" = 'trust_replenish' AND "answer" ->> 'trustLineId' IS NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX "replenish_operating_line_once" ON "obligations" ("firm_id", ("answer" ->> 'operatingLineId'))
  WHERE "kind" = 'trust_replenish' AND "answer" ->> 'operatingLineId' IS NOT NULL;
--> statement-breakpoint
INSERT INTO "accounts" ("firm_id", "code", "name", "kind")
SELECT "firms"."id", added.code, added.name, added.kind FROM "firms", (VALUES
  ('returns_clearing', 'Returned payments clearing', 'asset'),
  ('disputed_receipts', 'Disputed receipts', 'asset'),
  ('processor_fees', 'Payment processor fees', 'expense')
) AS added (code, name, kind)
ON CONFLICT DO NOTHING;
