CREATE TABLE "audit_checkpoints" (
	"firm_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"day" date NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_checkpoints_firm_id_sequence_pk" PRIMARY KEY("firm_id","sequence"),
	CONSTRAINT "audit_checkpoints_firmId_day_unique" UNIQUE("firm_id","day")
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"version" bigint NOT NULL,
	"sequence" integer NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_heads_firm_id_refund_id_version_pk" PRIMARY KEY("firm_id","refund_id","version")
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD CONSTRAINT "audit_checkpoints_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_firm_id_sequence_audit_checkpoints_firm_id_sequence_fk" FOREIGN KEY ("firm_id","sequence") REFERENCES "public"."audit_checkpoints"("firm_id","sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_heads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
