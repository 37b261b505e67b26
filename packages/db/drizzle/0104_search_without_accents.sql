-- A search ignores accents too: a client named Nguyễn is found by "nguyen", Łukasz by "lukasz", Groß by "gross".
CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
-- The same for what is searched and what is searched for. Characters of one look (full-width, ligatures) become one.
-- Immutable, so that the planner knows the pattern: the rules of unaccent change with a release of Postgres at most, and
-- a row's text is folded anew whenever it is written.
CREATE FUNCTION search_fold(of_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(unaccent(normalize(of_text, NFKC)))
$$;
--> statement-breakpoint
-- What LIKE asks for to find a word: an index helps with three letters, and with fewer only where words begin. It is
-- escaped after it was folded: folding may make a wildcard of a character that was none.
CREATE FUNCTION search_pattern(of_word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(search_fold(of_word)) < 3 THEN '% ' ELSE '%' END
    || replace(replace(replace(search_fold(of_word), '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payment_search_text(in_firm text, of_id text, of_refunded text, of_payer text, of_last4 text, of_matter text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT search_fold(' ' || concat_ws(E'\n ', of_payer, of_last4, of_id, of_refunded,
    (SELECT concat_ws(E'\n ', m.number, m.name) FROM matters m WHERE m.firm_id = in_firm AND m.id = of_matter),
    (SELECT string_agg(DISTINCT i.number, E'\n ') FROM allocations a
     JOIN invoices i ON i.firm_id = a.firm_id AND i.id = a.invoice_id
     WHERE a.firm_id = in_firm AND a.transaction_id = coalesce(of_refunded, of_id))))
$$;
--> statement-breakpoint
UPDATE payments p SET search_text = payment_search_text(p.firm_id, p.transaction_id, p.refund_of, p.payer_name, p.last4,
  p.matter_id)
WHERE p.search_text <> payment_search_text(p.firm_id, p.transaction_id, p.refund_of, p.payer_name, p.last4, p.matter_id);
--> statement-breakpoint
CREATE INDEX "payments_disputed" ON "payments" USING btree ("firm_id","type","created_at","transaction_id") WHERE "payments"."disputed";--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "matters" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE FUNCTION search_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := search_fold(' ' || NEW.name);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER clients_searched BEFORE INSERT OR UPDATE OF name ON clients
  FOR EACH ROW EXECUTE FUNCTION search_client();
--> statement-breakpoint
CREATE FUNCTION matter_search_text(of_number text, of_name text, of_client text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT search_fold(' ' || concat_ws(E'\n ', of_number, of_name, (SELECT c.name FROM clients c WHERE c.id = of_client)))
$$;
--> statement-breakpoint
CREATE FUNCTION find_matter_by_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := matter_search_text(NEW.number, NEW.name, NEW.client_id);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER matters_found_by_text BEFORE INSERT OR UPDATE OF number, name, client_id ON matters
  FOR EACH ROW EXECUTE FUNCTION find_matter_by_text();
--> statement-breakpoint
CREATE FUNCTION search_matters_of_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE matters m SET search_text = matter_search_text(m.number, m.name, m.client_id)
  WHERE m.firm_id = NEW.firm_id AND m.client_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE INDEX "matters_of_client" ON "matters" USING btree ("firm_id","client_id");--> statement-breakpoint
CREATE TRIGGER clients_matters_searched AFTER UPDATE OF name ON clients
  FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION search_matters_of_client();
--> statement-breakpoint
UPDATE clients SET search_text = search_fold(' ' || name);--> statement-breakpoint
UPDATE matters SET search_text = matter_search_text(number, name, client_id);--> statement-breakpoint
CREATE INDEX "clients_by_name" ON "clients" USING btree ("firm_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "clients_search" ON "clients" USING gin ("firm_id","search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "matters_search" ON "matters" USING gin ("firm_id","search_text" gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX "refunds_of_matter" ON "refunds" USING btree ("firm_id","matter_id","requested_at","id");
