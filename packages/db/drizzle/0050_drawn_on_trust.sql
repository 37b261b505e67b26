-- A leg that is drawn on trust is booked as a trust disbursement, and owes no trust steps. A release before this one
-- knows no such leg, and may run beside this one during a deploy: what it would book or open instead is refused, and
-- tried again until this release does it.
CREATE FUNCTION is_drawn_on_trust(of_firm text, of_refund text, of_account text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM refund_legs l JOIN bank_accounts b ON b.firm_id = l.firm_id AND b.id = l.drawn_on
    WHERE l.firm_id = of_firm AND l.refund_id = of_refund AND l.account = of_account
      AND l.account = 'trust' AND b.kind = 'trust')
$$;--> statement-breakpoint
CREATE FUNCTION guard_operating_debit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_drawn_on_trust(NEW.firm_id, NEW.refund_id, NEW.leg) THEN
    RAISE EXCEPTION 'The % leg of refund % is drawn on trust: it is not debited from operating', NEW.leg, NEW.refund_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER postings_operating_debit BEFORE INSERT ON postings FOR EACH ROW
  WHEN (NEW.step = 'operating_debit') EXECUTE FUNCTION guard_operating_debit();--> statement-breakpoint
CREATE FUNCTION guard_trust_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_drawn_on_trust(NEW.firm_id, NEW.refund_id, 'trust') THEN
    RAISE EXCEPTION 'Refund % is drawn on trust: it owes no trust steps', NEW.refund_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER obligations_trust_steps BEFORE INSERT ON obligations FOR EACH ROW
  WHEN (NEW.refund_id IS NOT NULL AND NEW.kind IN ('trust_payment', 'trust_deposit', 'trust_transfer'))
  EXECUTE FUNCTION guard_trust_steps();
