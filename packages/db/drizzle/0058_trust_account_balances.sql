-- B4: a matter may have money in several trust accounts, and what lies in one cannot be promised from another. The
-- balance of each is the sum of its entries, and what is held in it the sum of its standing holds: triggers keep both,
-- so that a process of an earlier release, which knows only a matter's totals in trust_balances, keeps them too (ADR 39).
CREATE TABLE "trust_account_balances" (
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"bank_account_id" text NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "trust_account_balances_firm_id_matter_id_bank_account_id_pk" PRIMARY KEY("firm_id","matter_id","bank_account_id"),
	CONSTRAINT "trust_account_held_not_negative" CHECK ("trust_account_balances"."held" >= 0)
);--> statement-breakpoint
ALTER TABLE "trust_account_balances" ADD CONSTRAINT "trust_account_balances_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_holds" ADD COLUMN "bank_account_id" text;--> statement-breakpoint
ALTER TABLE "trust_holds" ADD CONSTRAINT "trust_holds_firm_id_bank_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","bank_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Nothing may be posted or held between the sums below and the triggers that carry them on.
LOCK TABLE "trust_balances", "ledger_entries", "trust_holds" IN SHARE ROW EXCLUSIVE MODE;--> statement-breakpoint
UPDATE trust_holds h SET bank_account_id = coalesce(
  (SELECT l.bank_account_id FROM refund_legs l
   WHERE l.firm_id = h.firm_id AND l.refund_id = h.refund_id AND l.account = 'trust'),
  (SELECT b.id FROM bank_accounts b WHERE b.firm_id = h.firm_id AND b.kind = 'trust' AND b.is_default));--> statement-breakpoint
ALTER TABLE "trust_holds" ALTER COLUMN "bank_account_id" SET NOT NULL;--> statement-breakpoint
INSERT INTO trust_account_balances (firm_id, matter_id, bank_account_id, balance)
SELECT firm_id, matter_id, bank_account_id, -sum(amount) FROM ledger_entries
WHERE account = 'client_trust_liability' AND matter_id IS NOT NULL GROUP BY 1, 2, 3;--> statement-breakpoint
-- What a matter's total has otherwise than its ledger stays to be seen, where the firm's only account of that time was.
INSERT INTO trust_account_balances AS t (firm_id, matter_id, bank_account_id, balance)
SELECT k.firm_id, k.matter_id, b.id, k.balance - coalesce(l.booked, 0)
FROM trust_balances k
JOIN bank_accounts b ON b.firm_id = k.firm_id AND b.kind = 'trust' AND b.is_default
LEFT JOIN (SELECT firm_id, matter_id, sum(balance) AS booked FROM trust_account_balances GROUP BY 1, 2) l
  ON l.firm_id = k.firm_id AND l.matter_id = k.matter_id
WHERE k.balance <> coalesce(l.booked, 0)
ON CONFLICT (firm_id, matter_id, bank_account_id) DO UPDATE SET balance = t.balance + EXCLUDED.balance;--> statement-breakpoint
INSERT INTO trust_account_balances AS t (firm_id, matter_id, bank_account_id, held)
SELECT firm_id, matter_id, bank_account_id, sum(amount) FROM trust_holds WHERE status = 'held' GROUP BY 1, 2, 3
ON CONFLICT (firm_id, matter_id, bank_account_id) DO UPDATE SET held = EXCLUDED.held;--> statement-breakpoint
CREATE INDEX "trust_account_shortages" ON "trust_account_balances" USING btree ("firm_id","matter_id") WHERE "trust_account_balances"."balance" < 0;--> statement-breakpoint
-- The matter's total is locked before the account's row, as by everything that reserves or pays out.
CREATE FUNCTION change_trust_account(of_firm text, of_matter text, in_account text, balance_by bigint, held_by bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM trust_balances k WHERE k.firm_id = of_firm AND k.matter_id = of_matter FOR UPDATE;
  INSERT INTO trust_account_balances AS t (firm_id, matter_id, bank_account_id)
  VALUES (of_firm, of_matter, in_account) ON CONFLICT DO NOTHING;
  UPDATE trust_account_balances t SET balance = t.balance + balance_by, held = t.held + held_by
  WHERE t.firm_id = of_firm AND t.matter_id = of_matter AND t.bank_account_id = in_account;
END $$;--> statement-breakpoint
CREATE FUNCTION follow_client_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM change_trust_account(NEW.firm_id, NEW.matter_id, NEW.bank_account_id, -NEW.amount, 0);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER ledger_entries_in_trust AFTER INSERT ON ledger_entries FOR EACH ROW
  WHEN (NEW.account = 'client_trust_liability' AND NEW.matter_id IS NOT NULL) EXECUTE FUNCTION follow_client_ledger();--> statement-breakpoint
CREATE FUNCTION fill_hold_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT l.bank_account_id INTO NEW.bank_account_id FROM refund_legs l
  WHERE l.firm_id = NEW.firm_id AND l.refund_id = NEW.refund_id AND l.account = 'trust';
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER trust_holds_bank_account BEFORE INSERT ON trust_holds FOR EACH ROW
  WHEN (NEW.bank_account_id IS NULL) EXECUTE FUNCTION fill_hold_account();--> statement-breakpoint
CREATE FUNCTION follow_trust_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'held' THEN
    PERFORM change_trust_account(OLD.firm_id, OLD.matter_id, OLD.bank_account_id, 0, -OLD.amount);
  END IF;
  IF NEW.status = 'held' THEN
    PERFORM change_trust_account(NEW.firm_id, NEW.matter_id, NEW.bank_account_id, 0, NEW.amount);
  END IF;
  -- A process of an earlier release looks at the matter's total only.
  IF TG_OP = 'INSERT' AND NEW.status = 'held' AND EXISTS (SELECT FROM trust_account_balances t
    WHERE t.firm_id = NEW.firm_id AND t.matter_id = NEW.matter_id AND t.bank_account_id = NEW.bank_account_id
      AND t.held > t.balance) THEN
    RAISE EXCEPTION 'trust account % does not have what refund % would hold', NEW.bank_account_id, NEW.refund_id;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER trust_holds_in_account AFTER INSERT OR UPDATE ON trust_holds FOR EACH ROW EXECUTE FUNCTION follow_trust_hold();
