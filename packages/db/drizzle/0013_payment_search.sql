-- A search finds what contains its text, a trigram index what may contain it; btree_gin lets the firm lead the index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
-- Many distinct texts: the planner has to know how rare one is to choose between this index and the one of the order.
ALTER TABLE "payments" ALTER COLUMN "search_text" SET STATISTICS 1000;--> statement-breakpoint
-- Each text begins with a space, so that a search by one or two letters can ask for the beginnings of words.
CREATE FUNCTION payment_search_text(in_firm text, of_id text, of_refunded text, of_payer text, of_last4 text, of_matter text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT lower(' ' || concat_ws(E'\n ', of_payer, of_last4, of_id, of_refunded,
    (SELECT concat_ws(E'\n ', m.number, m.name) FROM matters m WHERE m.firm_id = in_firm AND m.id = of_matter),
    (SELECT string_agg(DISTINCT i.number, E'\n ') FROM allocations a
     JOIN invoices i ON i.firm_id = a.firm_id AND i.id = a.invoice_id
     WHERE a.firm_id = in_firm AND a.transaction_id = coalesce(of_refunded, of_id))))
$$;
--> statement-breakpoint
CREATE FUNCTION search_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := payment_search_text(NEW.firm_id, NEW.transaction_id, NEW.refund_of, NEW.payer_name, NEW.last4,
    NEW.matter_id);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payments_searched BEFORE INSERT OR UPDATE OF payer_name, last4, matter_id, refund_of ON payments
  FOR EACH ROW EXECUTE FUNCTION search_payment();
--> statement-breakpoint
-- The payments of these IDs, and the refunds of them.
CREATE FUNCTION search_payments_again(in_firm text, of_ids text[]) RETURNS void LANGUAGE sql AS $$
  UPDATE payments p SET search_text = payment_search_text(p.firm_id, p.transaction_id, p.refund_of, p.payer_name,
    p.last4, p.matter_id)
  WHERE p.firm_id = in_firm AND p.transaction_id = ANY (of_ids)
     OR p.firm_id = in_firm AND p.refund_of = ANY (of_ids)
$$;
--> statement-breakpoint
CREATE FUNCTION search_allocated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_payments_again(firm_id, array_agg(DISTINCT transaction_id)) FROM added GROUP BY firm_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER allocations_searched AFTER INSERT ON allocations REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION search_allocated();
--> statement-breakpoint
CREATE FUNCTION search_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE payments p SET search_text = payment_search_text(p.firm_id, p.transaction_id, p.refund_of, p.payer_name,
    p.last4, p.matter_id)
  WHERE p.firm_id = NEW.firm_id AND p.matter_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER matters_searched AFTER UPDATE OF number, name ON matters
  FOR EACH ROW WHEN (OLD.number <> NEW.number OR OLD.name <> NEW.name) EXECUTE FUNCTION search_matter();
--> statement-breakpoint
CREATE FUNCTION search_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_payments_again(NEW.firm_id, array_agg(DISTINCT transaction_id)) FROM allocations
  WHERE firm_id = NEW.firm_id AND invoice_id = NEW.id HAVING count(*) > 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER invoices_searched AFTER UPDATE OF number ON invoices
  FOR EACH ROW WHEN (OLD.number <> NEW.number) EXECUTE FUNCTION search_invoice();
--> statement-breakpoint
UPDATE payments p SET search_text = payment_search_text(p.firm_id, p.transaction_id, p.refund_of, p.payer_name, p.last4,
  p.matter_id);
--> statement-breakpoint
CREATE INDEX "payments_by_matter" ON "payments" USING btree ("firm_id","matter_id");--> statement-breakpoint
CREATE INDEX "payments_by_refund_of" ON "payments" USING btree ("firm_id","refund_of") WHERE "payments"."refund_of" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_search" ON "payments" USING gin ("firm_id","type","search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "refunds_by_amount" ON "refunds" USING btree ("firm_id","amount","id");