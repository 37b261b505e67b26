CREATE TABLE "trust_applications" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"item_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"allocation_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"date" date NOT NULL,
	"reference" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"ended_by" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "trust_applications_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "trust_application_allocation_once" UNIQUE("firm_id","allocation_id"),
	CONSTRAINT "trust_application_amount_positive" CHECK ("trust_applications"."amount" > 0),
	CONSTRAINT "trust_application_ended_complete" CHECK (("trust_applications"."ended_at" IS NULL) = ("trust_applications"."ended_by" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "refund_applications" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"application_id" text NOT NULL,
	CONSTRAINT "refund_applications_firm_id_refund_id_application_id_pk" PRIMARY KEY("firm_id","refund_id","application_id")
);
--> statement-breakpoint
ALTER TABLE "trust_applications" ADD CONSTRAINT "trust_applications_recorded_by_principals_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_applications" ADD CONSTRAINT "trust_applications_firm_id_item_id_payment_items_firm_id_id_fk" FOREIGN KEY ("firm_id","item_id") REFERENCES "public"."payment_items"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_applications" ADD CONSTRAINT "trust_applications_firm_id_invoice_id_invoices_firm_id_id_fk" FOREIGN KEY ("firm_id","invoice_id") REFERENCES "public"."invoices"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_applications" ADD CONSTRAINT "trust_applications_allocation_id_allocations_id_fk" FOREIGN KEY ("allocation_id") REFERENCES "public"."allocations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_applications" ADD CONSTRAINT "refund_applications_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_applications" ADD CONSTRAINT "refund_applications_firm_id_application_id_trust_applications_firm_id_id_fk" FOREIGN KEY ("firm_id","application_id") REFERENCES "public"."trust_applications"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trust_applications_by_payment" ON "trust_applications" USING btree ("firm_id","transaction_id");--> statement-breakpoint
-- A mistake is ended, once, and stays on record.
CREATE FUNCTION guard_trust_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL
    OR (to_jsonb(OLD) - 'ended_at' - 'ended_by') IS DISTINCT FROM (to_jsonb(NEW) - 'ended_at' - 'ended_by') THEN
    RAISE EXCEPTION 'what was applied from trust can only be ended, once';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER trust_applications_ended_once BEFORE UPDATE ON trust_applications
  FOR EACH ROW EXECUTE FUNCTION guard_trust_application();--> statement-breakpoint
CREATE TRIGGER trust_applications_kept BEFORE DELETE OR TRUNCATE ON trust_applications
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER refund_applications_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_applications
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- An API of an earlier release does not know that the money left trust: its refund would owe trust steps that can never
-- be taken.
CREATE FUNCTION refuse_applied_trust_leg() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  applied bigint;
  received bigint;
BEGIN
  SELECT sum(a.amount) INTO applied FROM trust_applications a
  JOIN refunds r ON r.firm_id = a.firm_id AND r.transaction_id = a.transaction_id
  WHERE r.firm_id = NEW.firm_id AND r.id = NEW.refund_id AND a.ended_at IS NULL;
  IF applied IS NULL THEN RETURN NEW; END IF;
  SELECT sum(i.amount) INTO received FROM payment_items i
  JOIN refunds r ON r.firm_id = i.firm_id AND r.transaction_id = i.transaction_id
  WHERE r.firm_id = NEW.firm_id AND r.id = NEW.refund_id AND i.account = 'trust';
  IF NEW.amount > received - applied THEN
    RAISE EXCEPTION 'the trust money of refund % was applied to an invoice: its leg is in operating', NEW.refund_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER refund_legs_applied BEFORE INSERT ON refund_legs
  FOR EACH ROW WHEN (NEW.account = 'trust') EXECUTE FUNCTION refuse_applied_trust_leg();
