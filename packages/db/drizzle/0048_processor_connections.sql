CREATE TABLE "processor_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"mode" text NOT NULL,
	"account" text NOT NULL,
	"settles" text DEFAULT 'gross' NOT NULL,
	"pays_out_to" text DEFAULT 'mixed' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "processor_connections_firmId_id_unique" UNIQUE("firm_id","id")
);--> statement-breakpoint
CREATE TABLE "connection_rules" (
	"firm_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"method" text NOT NULL,
	"losses_debit" text DEFAULT 'operating' NOT NULL,
	"draws_on" text,
	CONSTRAINT "connection_rules_connection_id_method_pk" PRIMARY KEY("connection_id","method")
);--> statement-breakpoint
ALTER TABLE "processor_connections" ADD CONSTRAINT "processor_connections_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_rules" ADD CONSTRAINT "connection_rules_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "connections_one_per_account" ON "processor_connections" USING btree ("kind","mode","account") WHERE "processor_connections"."status" <> 'disabled';--> statement-breakpoint
-- Every firm has had one account at the sandbox until now, and every leg was drawn on operating (R5).
INSERT INTO processor_connections (id, firm_id, kind, label, mode, account, created_at)
SELECT 'pc_' || replace(gen_random_uuid()::text, '-', ''), f.id, 'sandbox', 'Sandbox', 'test', f.processor_account, f.created_at
FROM firms f;--> statement-breakpoint
INSERT INTO connection_rules (firm_id, connection_id, method, losses_debit, draws_on)
SELECT c.firm_id, c.id, m.method, coalesce(r.debits, 'operating'), 'operating'
FROM processor_connections c CROSS JOIN (VALUES ('card'), ('ach')) AS m (method)
LEFT JOIN loss_rules r ON r.firm_id = c.firm_id AND r.connection = c.account AND r.method = m.method;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "connection_id" text;--> statement-breakpoint
UPDATE payments SET connection_id = c.id FROM processor_connections c WHERE c.firm_id = payments.firm_id;--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "connection_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- A release before this one does not know the column, and may run beside this one during a deploy. What it copies comes
-- from the firm's first connection, because only this release adds others.
CREATE FUNCTION fill_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.connection_id IS NULL THEN
    SELECT c.id INTO NEW.connection_id FROM processor_connections c WHERE c.firm_id = NEW.firm_id
    ORDER BY c.created_at, c.id LIMIT 1;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER payments_connection BEFORE INSERT ON payments FOR EACH ROW EXECUTE FUNCTION fill_connection();--> statement-breakpoint
-- It also writes the rules for losses where they were until now.
CREATE FUNCTION copy_loss_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE connection_rules r SET losses_debit = NEW.debits
  FROM processor_connections c
  WHERE c.id = r.connection_id AND c.firm_id = NEW.firm_id AND c.account = NEW.connection AND r.method = NEW.method;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER loss_rules_copied AFTER INSERT OR UPDATE ON loss_rules FOR EACH ROW EXECUTE FUNCTION copy_loss_rule();
