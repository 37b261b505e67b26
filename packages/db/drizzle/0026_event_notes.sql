CREATE TABLE "refund_event_notes" (
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"salt" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "refund_event_notes_firm_id_refund_id_seq_pk" PRIMARY KEY("firm_id","refund_id","seq")
);
--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "fact_salt" text;--> statement-breakpoint
ALTER TABLE "refund_event_notes" ADD CONSTRAINT "refund_event_notes_firm_id_refund_id_seq_refund_events_firm_id_refund_id_seq_fk" FOREIGN KEY ("firm_id","refund_id","seq") REFERENCES "public"."refund_events"("firm_id","refund_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER refund_event_notes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_event_notes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
