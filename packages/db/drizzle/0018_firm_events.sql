CREATE TABLE "firm_events" (
	"firm_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"data" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "firm_events_firm_id_seq_pk" PRIMARY KEY("firm_id","seq")
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD COLUMN "firm_version" bigint;--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD COLUMN "firm_hash" text;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "head_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "firm_events" ADD CONSTRAINT "firm_events_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER firm_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON firm_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
