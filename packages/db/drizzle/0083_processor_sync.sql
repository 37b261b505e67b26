CREATE TABLE "processor_sync" (
	"connection_id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"stream" text NOT NULL,
	"window_from" timestamp (3) with time zone NOT NULL,
	"window_to" timestamp (3) with time zone NOT NULL,
	"second_pass" boolean DEFAULT false NOT NULL,
	"cursor" text,
	"pages" integer DEFAULT 0 NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"samples" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"page_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "sync_window_runs_forward" CHECK ("processor_sync"."window_from" < "processor_sync"."window_to"),
	CONSTRAINT "sync_finished_when_done" CHECK (("processor_sync"."state" = 'done') = ("processor_sync"."finished_at" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "processor_sync" ADD CONSTRAINT "processor_sync_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;