ALTER TABLE "evidence_files" ALTER COLUMN "content" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD COLUMN "redacted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD COLUMN "redacted_by" text;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD COLUMN "redaction_reason" text;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD COLUMN "redaction_salt" text;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_redacted_by_principals_id_fk" FOREIGN KEY ("redacted_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_redacted_or_kept" CHECK (num_nulls("evidence_files"."content") = 1 - num_nulls("evidence_files"."redacted_at") AND num_nulls("evidence_files"."redacted_at", "evidence_files"."redacted_by", "evidence_files"."redaction_reason", "evidence_files"."redaction_salt") IN (0, 4));--> statement-breakpoint
-- Evidence stays append-only, but for one change (ADR 26): its content goes, and who took it out, when and why is set.
DROP TRIGGER evidence_files_append_only ON evidence_files;--> statement-breakpoint
CREATE TRIGGER evidence_files_append_only BEFORE DELETE OR TRUNCATE ON evidence_files
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE FUNCTION allow_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  redacted evidence_files := OLD;
BEGIN
  redacted.content := NULL;
  redacted.redacted_at := NEW.redacted_at;
  redacted.redacted_by := NEW.redacted_by;
  redacted.redaction_reason := NEW.redaction_reason;
  redacted.redaction_salt := NEW.redaction_salt;
  IF OLD.content IS NULL OR NEW IS DISTINCT FROM redacted THEN
    RAISE EXCEPTION 'evidence_files is append-only: a file can only be redacted, once'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER evidence_files_redacted_only BEFORE UPDATE ON evidence_files
  FOR EACH ROW EXECUTE FUNCTION allow_redaction();--> statement-breakpoint
-- The firm's timeline says so too, in the same transaction: content that is merely missing is a fault (B9).
CREATE FUNCTION require_redaction_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM firm_events
    WHERE firm_id = NEW.firm_id AND type = 'evidence.redacted' AND data ->> 'evidenceId' = NEW.id
  ) THEN
    RAISE EXCEPTION 'evidence % is redacted without an event in the timeline of its firm', NEW.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER evidence_files_redaction_recorded AFTER UPDATE ON evidence_files
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_redaction_event();
