CREATE TABLE "voids" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"refusal_code" text,
	"ended_at" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	"workflow_run_id" text,
	CONSTRAINT "void_refusal_given" CHECK (("voids"."status" = 'refused') = ("voids"."refusal_code" IS NOT NULL)),
	CONSTRAINT "void_end_known" CHECK (("voids"."status" IN ('voided', 'refused')) = ("voids"."ended_at" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "voids" ADD CONSTRAINT "voids_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voids" ADD CONSTRAINT "voids_requested_by_principals_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voids" ADD CONSTRAINT "voids_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "voids_one_standing" ON "voids" USING btree ("firm_id","transaction_id") WHERE "voids"."status" <> 'refused';--> statement-breakpoint
CREATE INDEX "voids_by_payment" ON "voids" USING btree ("firm_id","transaction_id","id");--> statement-breakpoint
CREATE INDEX "voids_stranded" ON "voids" USING btree ("requested_at") WHERE "voids"."workflow_run_id" IS NULL;