CREATE TABLE "reconciliation_differences" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"transaction_id" text NOT NULL,
	"refund_id" text,
	"processor_refund_id" text,
	"explanation" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"note" text,
	CONSTRAINT "differences_once" UNIQUE("firm_id","key"),
	CONSTRAINT "reconciliation_differences_firmId_id_unique" UNIQUE("firm_id","id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_findings" (
	"firm_id" text NOT NULL,
	"reconciliation_id" text NOT NULL,
	"difference_id" text NOT NULL,
	CONSTRAINT "reconciliation_findings_firm_id_reconciliation_id_difference_id_pk" PRIMARY KEY("firm_id","reconciliation_id","difference_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_results" (
	"firm_id" text NOT NULL,
	"reconciliation_id" text NOT NULL,
	"outcome" text NOT NULL,
	"refunds_here" integer NOT NULL,
	"refunds_there" integer NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reconciliation_results_firm_id_reconciliation_id_pk" PRIMARY KEY("firm_id","reconciliation_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"requested_by" text,
	"since" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reconciliations_firmId_id_unique" UNIQUE("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "reconciliation_differences" ADD CONSTRAINT "reconciliation_differences_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_differences" ADD CONSTRAINT "reconciliation_differences_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_firm_id_reconciliation_id_reconciliations_firm_id_id_fk" FOREIGN KEY ("firm_id","reconciliation_id") REFERENCES "public"."reconciliations"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_firm_id_difference_id_reconciliation_differences_firm_id_id_fk" FOREIGN KEY ("firm_id","difference_id") REFERENCES "public"."reconciliation_differences"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_results" ADD CONSTRAINT "reconciliation_results_firm_id_reconciliation_id_reconciliations_firm_id_id_fk" FOREIGN KEY ("firm_id","reconciliation_id") REFERENCES "public"."reconciliations"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "differences_by_found" ON "reconciliation_differences" USING btree ("firm_id","found_at","id");--> statement-breakpoint
CREATE INDEX "differences_open" ON "reconciliation_differences" USING btree ("firm_id","found_at","id") WHERE "reconciliation_differences"."status" = 'open';--> statement-breakpoint
CREATE INDEX "differences_by_payment" ON "reconciliation_differences" USING btree ("firm_id","transaction_id");--> statement-breakpoint
CREATE INDEX "reconciliations_by_start" ON "reconciliations" USING btree ("firm_id","started_at","id");--> statement-breakpoint
CREATE INDEX "refunds_closed" ON "refunds" USING btree ("firm_id","closed_at","id") WHERE "refunds"."closed_at" IS NOT NULL;--> statement-breakpoint
-- What a run did, and saw, is a record: nobody edits it afterwards.
CREATE TRIGGER reconciliations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER reconciliation_results_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation_results
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER reconciliation_findings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation_findings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
