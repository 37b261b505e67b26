ALTER TABLE "auth"."verification" ADD COLUMN "is_password_link" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "verification_value_index" ON "auth"."verification" USING btree ("value");--> statement-breakpoint
UPDATE "auth"."verification" SET "is_password_link" = true WHERE "value" IN (SELECT "id" FROM "auth"."user");--> statement-breakpoint
-- Ends what could still set a person's password or finish a sign-in of theirs, and the mails that would make a new link.
CREATE FUNCTION auth.end_password_links(person text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account_emails SET failed_at = now()
    FROM principals
    WHERE principals.id = account_emails.principal_id AND principals.auth_user_id = person
      AND account_emails.kind IN ('invitation', 'password_reset')
      AND account_emails.sent_at IS NULL AND account_emails.failed_at IS NULL;
  DELETE FROM auth.verification WHERE value = person;
END
$$;--> statement-breakpoint
CREATE FUNCTION auth.password_was_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM auth.end_password_links(NEW.user_id);
  RETURN NULL;
END
$$;--> statement-breakpoint
-- Whoever sets it, by whatever way: in the same transaction.
CREATE TRIGGER password_ends_links AFTER INSERT OR UPDATE OF password ON auth.account
  FOR EACH ROW WHEN (NEW.password IS NOT NULL) EXECUTE FUNCTION auth.password_was_set();
