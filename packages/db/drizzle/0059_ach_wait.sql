-- B7: how long an ACH payment waits, in bank days or in calendar days, by the kind of account that received it. What a
-- firm has set stays: the wait in bank days, of both kinds, within what a firm may set.
ALTER TABLE "firms" ADD COLUMN "ach_wait_operating" jsonb;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "ach_wait_trust" jsonb;--> statement-breakpoint
UPDATE firms SET ach_wait_operating = jsonb_build_object('bankDays', least(greatest(ach_return_bank_days, 3), 40)),
  ach_wait_trust = jsonb_build_object('bankDays', least(greatest(ach_return_bank_days, 3), 40));--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "ach_wait_operating" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "ach_wait_trust" SET NOT NULL;--> statement-breakpoint
-- A process of an earlier release, and whoever sets it by hand, knows only the bank days. As many as cover the longer wait.
CREATE FUNCTION ach_wait_in_bank_days(wait jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((wait ->> 'bankDays')::int, ceil((wait ->> 'calendarDays')::numeric / 7)::int * 5)
$$;--> statement-breakpoint
CREATE FUNCTION keep_ach_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE both_in_bank_days jsonb := jsonb_build_object('bankDays', least(greatest(NEW.ach_return_bank_days, 3), 40));
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.ach_wait_operating := coalesce(NEW.ach_wait_operating, both_in_bank_days);
    NEW.ach_wait_trust := coalesce(NEW.ach_wait_trust, both_in_bank_days);
  ELSIF NEW.ach_return_bank_days <> OLD.ach_return_bank_days THEN
    NEW.ach_wait_operating := both_in_bank_days;
    NEW.ach_wait_trust := both_in_bank_days;
  END IF;
  NEW.ach_return_bank_days := greatest(
    ach_wait_in_bank_days(NEW.ach_wait_operating), ach_wait_in_bank_days(NEW.ach_wait_trust));
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER firms_ach_waits BEFORE INSERT OR UPDATE ON firms FOR EACH ROW EXECUTE FUNCTION keep_ach_waits();
