-- What no code may do, whoever runs it: edit the books or the timeline, post an unbalanced entry, skip a status.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct it by a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER refund_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total bigint;
BEGIN
  SELECT sum(amount) INTO total FROM ledger_entries WHERE posting_id = NEW.posting_id;
  IF total <> 0 THEN
    RAISE EXCEPTION 'posting % does not balance: its entries sum to %', NEW.posting_id, total
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_entries_balanced AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();
--> statement-breakpoint
-- The same table as TRANSITIONS in packages/domain/src/refund-states.ts; a test holds the two together.
CREATE TABLE refund_transitions (
  from_status text NOT NULL,
  to_status text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
--> statement-breakpoint
INSERT INTO refund_transitions (from_status, to_status) VALUES
  ('requested', 'rejected'), ('requested', 'awaiting_approval'), ('requested', 'canceled'), ('requested', 'submitting'),
  ('awaiting_approval', 'declined'), ('awaiting_approval', 'canceled'), ('awaiting_approval', 'rejected'),
  ('awaiting_approval', 'submitting'),
  ('submitting', 'outcome_unknown'), ('submitting', 'processing'), ('submitting', 'failed'),
  ('outcome_unknown', 'submitting'), ('outcome_unknown', 'processing'), ('outcome_unknown', 'failed'),
  ('processing', 'succeeded'), ('processing', 'failed'),
  ('succeeded', 'failed');
--> statement-breakpoint
CREATE FUNCTION refuse_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM refund_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'refund % cannot go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER refunds_transition BEFORE UPDATE OF status ON refunds
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_transition();
--> statement-breakpoint
-- Who waits for a refund to change (Prefer: wait, the live timeline) listens here; the row itself has the news.
CREATE FUNCTION notify_refund_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('refund_changed', NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER refunds_changed AFTER INSERT OR UPDATE OF version ON refunds
  FOR EACH ROW EXECUTE FUNCTION notify_refund_changed();
