CREATE TABLE "auth"."password_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "auth"."password_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"hash" text NOT NULL,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "state_profile_confirmations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "state_profile_confirmations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"firm_id" text NOT NULL,
	"state" text NOT NULL,
	"profile_version" text NOT NULL,
	"confirmed_by" text NOT NULL,
	"bar_number" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "approval_rule" SET DEFAULT 'trust';--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "second_factor_required" SET DEFAULT true;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD COLUMN "last_active_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "inactivity_told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "retention_years" integer DEFAULT 7 NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "legal_hold_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "principals" ADD COLUMN "inactivity_told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "matters" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "matters" ADD COLUMN "legal_hold_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "auth"."password_history" ADD CONSTRAINT "password_history_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_profile_confirmations" ADD CONSTRAINT "state_profile_confirmations_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_profile_confirmations" ADD CONSTRAINT "state_profile_confirmations_confirmed_by_principals_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_history_user_id_id_index" ON "auth"."password_history" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "state_profile_confirmations_by_firm" ON "state_profile_confirmations" USING btree ("firm_id","id");--> statement-breakpoint
ALTER TABLE "firms" ADD CONSTRAINT "firm_retention_years" CHECK (retention_years BETWEEN 1 AND 99);--> statement-breakpoint
CREATE TRIGGER state_profile_confirmations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON state_profile_confirmations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- Nobody who works at the time of the migration is sent away by it.
UPDATE "auth"."session" SET "last_active_at" = now();--> statement-breakpoint
INSERT INTO "auth"."password_history" ("user_id", "hash") SELECT "user_id", "password" FROM "auth"."account" WHERE "password" IS NOT NULL;--> statement-breakpoint
-- Whoever sets a password, by whatever way: in the same transaction. As the owner, because the apps may only read it.
CREATE FUNCTION auth.remember_password() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- Two passwords of one person set at once take turns, so that each sees the other's row.
  PERFORM 1 FROM auth."user" WHERE id = NEW.user_id FOR NO KEY UPDATE;
  INSERT INTO auth.password_history (user_id, hash) VALUES (NEW.user_id, NEW.password);
  DELETE FROM auth.password_history AS kept WHERE kept.user_id = NEW.user_id AND kept.id NOT IN (
    SELECT newest.id FROM auth.password_history AS newest WHERE newest.user_id = NEW.user_id ORDER BY newest.id DESC LIMIT 4);
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER password_is_remembered AFTER INSERT OR UPDATE OF password ON auth.account
  FOR EACH ROW WHEN (NEW.password IS NOT NULL) EXECUTE FUNCTION auth.remember_password();
