CREATE TABLE "trust_authorizations" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"obligation_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"refund_id" text,
	"step" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"method_reference" text,
	"payee" text NOT NULL,
	"purpose" text NOT NULL,
	"from_account_id" text NOT NULL,
	"to_account_id" text,
	"authorized_by" text NOT NULL,
	"authorized_at" timestamp (3) with time zone NOT NULL,
	"evidence_id" text,
	CONSTRAINT "trust_authorization_amount_positive" CHECK ("trust_authorizations"."amount" > 0)
);
--> statement-breakpoint
-- A firm that exists keeps its way; only a new one begins strict (ADR 33).
ALTER TABLE "firms" ADD COLUMN "step_evidence" text DEFAULT 'optional' NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ALTER COLUMN "step_evidence" SET DEFAULT 'required';--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD COLUMN "authorization_id" text;--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD COLUMN "new_balance" bigint;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_obligation_id_obligations_id_fk" FOREIGN KEY ("obligation_id") REFERENCES "public"."obligations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_authorized_by_principals_id_fk" FOREIGN KEY ("authorized_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_firm_id_from_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","from_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_authorizations" ADD CONSTRAINT "trust_authorizations_firm_id_to_account_id_bank_accounts_firm_id_id_fk" FOREIGN KEY ("firm_id","to_account_id") REFERENCES "public"."bank_accounts"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_authorizations_by_obligation" ON "trust_authorizations" USING btree ("firm_id","obligation_id","id");--> statement-breakpoint
CREATE INDEX "trust_authorizations_by_refund" ON "trust_authorizations" USING btree ("firm_id","refund_id");--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD CONSTRAINT "trust_step_records_authorization_id_trust_authorizations_id_fk" FOREIGN KEY ("authorization_id") REFERENCES "public"."trust_authorizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER trust_authorizations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trust_authorizations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- No program authorizes a move of trust money, whatever its key may do (ADR 31).
CREATE FUNCTION refuse_program_authorization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM principals
    WHERE id = NEW.authorized_by AND firm_id = NEW.firm_id AND kind = 'user') THEN
    RAISE EXCEPTION 'trust money is moved by the word of a person of the firm' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER trust_authorizations_by_a_person BEFORE INSERT ON trust_authorizations
  FOR EACH ROW EXECUTE FUNCTION refuse_program_authorization();
