ALTER TABLE "principals" ADD CONSTRAINT "principal_role" CHECK ("principals"."role" IN ('viewer', 'bookkeeper', 'admin', 'lawyer', 'owner'));
--> statement-breakpoint
-- A role that requests nothing requests nothing, whatever code is asked to record it.
CREATE FUNCTION guard_requester() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM principals WHERE firm_id = NEW.firm_id AND id = NEW.requested_by
    AND role IN ('viewer', 'bookkeeper')) THEN
    RAISE EXCEPTION 'A % requests no refund', (SELECT role FROM principals WHERE id = NEW.requested_by)
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER refunds_requested_by_role BEFORE INSERT ON refunds
  FOR EACH ROW EXECUTE FUNCTION guard_requester();
