ALTER TABLE "obligations" ADD CONSTRAINT "obligations_of_firm" UNIQUE("firm_id","id");
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"refund_id" text,
	"author_id" text NOT NULL,
	"text" text NOT NULL,
	"salt" text NOT NULL,
	"mentions" text[] DEFAULT '{}' NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comment_says_something" CHECK ("comments"."text" <> '')
);
--> statement-breakpoint
CREATE TABLE "task_assignments" (
	"firm_id" text NOT NULL,
	"obligation_id" text NOT NULL,
	"nth" integer NOT NULL,
	"assignee_id" text,
	"assigned_by" text NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "task_assignments_obligation_id_nth_pk" PRIMARY KEY("obligation_id","nth")
);
--> statement-breakpoint
CREATE TABLE "task_snoozes" (
	"firm_id" text NOT NULL,
	"obligation_id" text NOT NULL,
	"principal_id" text NOT NULL,
	"nth" integer NOT NULL,
	"until" date,
	"snoozed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "task_snoozes_obligation_id_principal_id_nth_pk" PRIMARY KEY("obligation_id","principal_id","nth")
);
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_firm_id_author_id_principals_firm_id_id_fk" FOREIGN KEY ("firm_id","author_id") REFERENCES "public"."principals"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "task_assignments" ADD CONSTRAINT "task_assignments_firm_id_obligation_id_obligations_firm_id_id_fk" FOREIGN KEY ("firm_id","obligation_id") REFERENCES "public"."obligations"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "task_assignments" ADD CONSTRAINT "task_assignments_firm_id_assignee_id_principals_firm_id_id_fk" FOREIGN KEY ("firm_id","assignee_id") REFERENCES "public"."principals"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "task_assignments" ADD CONSTRAINT "task_assignments_firm_id_assigned_by_principals_firm_id_id_fk" FOREIGN KEY ("firm_id","assigned_by") REFERENCES "public"."principals"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "task_snoozes" ADD CONSTRAINT "task_snoozes_firm_id_obligation_id_obligations_firm_id_id_fk" FOREIGN KEY ("firm_id","obligation_id") REFERENCES "public"."obligations"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "task_snoozes" ADD CONSTRAINT "task_snoozes_firm_id_principal_id_principals_firm_id_id_fk" FOREIGN KEY ("firm_id","principal_id") REFERENCES "public"."principals"("firm_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "comments_of_payment" ON "comments" USING btree ("firm_id","transaction_id","written_at");
--> statement-breakpoint
CREATE TRIGGER task_assignments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON task_assignments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER task_snoozes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON task_snoozes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER comments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON comments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
