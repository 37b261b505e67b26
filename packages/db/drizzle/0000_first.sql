CREATE TABLE "idempotency_records" (
	"firm_id" text NOT NULL,
	"principal_id" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_records_firm_id_principal_id_route_key_pk" PRIMARY KEY("firm_id","principal_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "processor_events" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"principal_id" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "firms" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'America/New_York' NOT NULL,
	"processor_account" text NOT NULL,
	"ach_return_bank_days" integer DEFAULT 5 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "firms_processorAccount_unique" UNIQUE("processor_account")
);
--> statement-breakpoint
CREATE TABLE "principals" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"role" text,
	"auth_user_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "principals_authUserId_unique" UNIQUE("auth_user_id"),
	CONSTRAINT "principals_firmId_id_unique" UNIQUE("firm_id","id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"firm_id" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "accounts_firm_id_code_pk" PRIMARY KEY("firm_id","code")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"posting_id" text NOT NULL,
	"line" integer NOT NULL,
	"firm_id" text NOT NULL,
	"account" text NOT NULL,
	"matter_id" text,
	"amount" bigint NOT NULL,
	CONSTRAINT "ledger_entries_posting_id_line_pk" PRIMARY KEY("posting_id","line")
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"refund_id" text,
	"transaction_id" text,
	"step" text NOT NULL,
	"leg" text NOT NULL,
	"allocation_id" text,
	"is_void" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "postings_once" UNIQUE NULLS NOT DISTINCT("firm_id","refund_id","transaction_id","step","leg","allocation_id")
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	CONSTRAINT "clients_firmId_id_unique" UNIQUE("firm_id","id")
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"total" bigint NOT NULL,
	"currency" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoices_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "invoices_firmId_externalId_unique" UNIQUE("firm_id","external_id"),
	CONSTRAINT "invoices_firmId_number_unique" UNIQUE("firm_id","number"),
	CONSTRAINT "invoice_total_positive" CHECK ("invoices"."total" > 0)
);
--> statement-breakpoint
CREATE TABLE "matter_users" (
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "matter_users_firm_id_matter_id_email_pk" PRIMARY KEY("firm_id","matter_id","email")
);
--> statement-breakpoint
CREATE TABLE "matters" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"client_id" text NOT NULL,
	CONSTRAINT "matters_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "matters_firmId_externalId_unique" UNIQUE("firm_id","external_id"),
	CONSTRAINT "matters_firmId_number_unique" UNIQUE("firm_id","number")
);
--> statement-breakpoint
CREATE TABLE "trust_balances" (
	"firm_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"balance" bigint NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "trust_balances_firm_id_matter_id_pk" PRIMARY KEY("firm_id","matter_id"),
	CONSTRAINT "trust_never_overdrawn" CHECK (0 <= "trust_balances"."held" AND "trust_balances"."held" <= "trust_balances"."balance")
);
--> statement-breakpoint
CREATE TABLE "allocations" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"item_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"reversed_at" timestamp (3) with time zone,
	"reversed_by_refund_id" text,
	CONSTRAINT "allocation_amount_positive" CHECK ("allocations"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "payment_items" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"position" integer NOT NULL,
	"description" text NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "payment_items_firmId_transactionId_position_unique" UNIQUE("firm_id","transaction_id","position"),
	CONSTRAINT "payment_items_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "item_amount_positive" CHECK ("payment_items"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"last4" text NOT NULL,
	"payer_name" text NOT NULL,
	"payer_email" text,
	"matter_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"disputed" boolean DEFAULT false NOT NULL,
	"refunded_elsewhere" boolean DEFAULT false NOT NULL,
	"refund_of" text,
	CONSTRAINT "payments_firm_id_transaction_id_pk" PRIMARY KEY("firm_id","transaction_id"),
	CONSTRAINT "payment_amount_positive" CHECK ("payments"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "instructions" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"event" text NOT NULL,
	"recipient_email" text NOT NULL,
	"recipient_name" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "notifications_firmId_refundId_event_recipientEmail_unique" UNIQUE("firm_id","refund_id","event","recipient_email")
);
--> statement-breakpoint
CREATE TABLE "obligations" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"owner" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"summary" text NOT NULL,
	"amount" bigint,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"decision" text,
	CONSTRAINT "obligations_firmId_refundId_kind_subject_unique" UNIQUE("firm_id","refund_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "refund_events" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"data" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "refund_events_firm_id_refund_id_seq_pk" PRIMARY KEY("firm_id","refund_id","seq")
);
--> statement-breakpoint
CREATE TABLE "refund_legs" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "refund_legs_firm_id_refund_id_account_pk" PRIMARY KEY("firm_id","refund_id","account"),
	CONSTRAINT "leg_amount_positive" CHECK ("refund_legs"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"matter_id" text,
	"reason" text NOT NULL,
	"internal_note" text,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"expected_earliest" date NOT NULL,
	"expected_latest" date NOT NULL,
	"late" boolean DEFAULT false NOT NULL,
	"first_sent_at" timestamp (3) with time zone,
	"last_sent_at" timestamp (3) with time zone,
	"processor_refund_id" text,
	"accepted_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"failure_code" text,
	"failure_message" text,
	"closed_at" timestamp (3) with time zone,
	"workflow_run_id" text,
	"version" bigint DEFAULT 0 NOT NULL,
	"head_hash" text DEFAULT '' NOT NULL,
	CONSTRAINT "refunds_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "refund_amount_positive" CHECK ("refunds"."amount" > 0),
	CONSTRAINT "refund_reason_given" CHECK (length(btrim("refunds"."reason")) > 0)
);
--> statement-breakpoint
CREATE TABLE "trust_holds" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"matter_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"status" text DEFAULT 'held' NOT NULL,
	CONSTRAINT "trust_holds_firm_id_refund_id_pk" PRIMARY KEY("firm_id","refund_id")
);
--> statement-breakpoint
CREATE TABLE "trust_step_records" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"step" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"date" date NOT NULL,
	"reference" text NOT NULL,
	"evidence_id" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trust_step_records_firm_id_refund_id_step_pk" PRIMARY KEY("firm_id","refund_id","step")
);
--> statement-breakpoint
ALTER TABLE "idempotency_records" ADD CONSTRAINT "idempotency_records_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_events" ADD CONSTRAINT "processor_events_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_principal_id_principals_id_fk" FOREIGN KEY ("principal_id") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "principals" ADD CONSTRAINT "principals_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_firm_id_account_accounts_firm_id_code_fk" FOREIGN KEY ("firm_id","account") REFERENCES "public"."accounts"("firm_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter_users" ADD CONSTRAINT "matter_users_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matters" ADD CONSTRAINT "matters_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matters" ADD CONSTRAINT "matters_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_balances" ADD CONSTRAINT "trust_balances_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_firm_id_item_id_payment_items_firm_id_id_fk" FOREIGN KEY ("firm_id","item_id") REFERENCES "public"."payment_items"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_firm_id_invoice_id_invoices_firm_id_id_fk" FOREIGN KEY ("firm_id","invoice_id") REFERENCES "public"."invoices"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "payment_items_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_firm_id_matter_id_matters_firm_id_id_fk" FOREIGN KEY ("firm_id","matter_id") REFERENCES "public"."matters"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructions" ADD CONSTRAINT "instructions_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_events" ADD CONSTRAINT "refund_events_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_legs" ADD CONSTRAINT "refund_legs_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_requested_by_principals_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_holds" ADD CONSTRAINT "trust_holds_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_step_records" ADD CONSTRAINT "trust_step_records_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_records_created_at_index" ON "idempotency_records" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "processor_events_unhandled" ON "processor_events" USING btree ("received_at") WHERE "processor_events"."handled_at" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash_index" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "ledger_entries_firm_id_account_index" ON "ledger_entries" USING btree ("firm_id","account");--> statement-breakpoint
CREATE INDEX "ledger_entries_firm_id_matter_id_index" ON "ledger_entries" USING btree ("firm_id","matter_id") WHERE "ledger_entries"."matter_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "invoices_firm_id_matter_id_index" ON "invoices" USING btree ("firm_id","matter_id");--> statement-breakpoint
CREATE INDEX "allocations_firm_id_transaction_id_index" ON "allocations" USING btree ("firm_id","transaction_id");--> statement-breakpoint
CREATE INDEX "allocations_firm_id_invoice_id_index" ON "allocations" USING btree ("firm_id","invoice_id");--> statement-breakpoint
CREATE INDEX "payments_by_created" ON "payments" USING btree ("firm_id","type","created_at","transaction_id");--> statement-breakpoint
CREATE INDEX "payments_by_amount" ON "payments" USING btree ("firm_id","type","amount","transaction_id");--> statement-breakpoint
CREATE INDEX "payments_by_payer" ON "payments" USING btree ("firm_id","type","payer_name","transaction_id");--> statement-breakpoint
CREATE INDEX "obligations_open" ON "obligations" USING btree ("firm_id","due_at","id") WHERE "obligations"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_one_standing" ON "refunds" USING btree ("firm_id","transaction_id") WHERE "refunds"."closed_at" IS NULL OR "refunds"."status" NOT IN ('rejected', 'declined', 'canceled', 'failed');--> statement-breakpoint
CREATE INDEX "refunds_by_requested" ON "refunds" USING btree ("firm_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "refunds_open" ON "refunds" USING btree ("firm_id","requested_at","id") WHERE "refunds"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "refunds_stranded" ON "refunds" USING btree ("requested_at") WHERE "refunds"."workflow_run_id" IS NULL;--> statement-breakpoint
CREATE INDEX "refunds_by_processor_refund" ON "refunds" USING btree ("firm_id","processor_refund_id");