CREATE TABLE "connection_credentials" (
	"firm_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"version" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"hint" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "connection_credentials_connection_id_version_pk" PRIMARY KEY("connection_id","version")
);--> statement-breakpoint
ALTER TABLE "connection_credentials" ADD CONSTRAINT "connection_credentials_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_connections" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "processor_connections" ADD COLUMN "check_report" jsonb;--> statement-breakpoint
ALTER TABLE "processor_connections" ADD COLUMN "broken_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "processor_events" ADD COLUMN "connection_id" text;--> statement-breakpoint
ALTER TABLE "processor_events" ADD CONSTRAINT "processor_events_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;
