CREATE TABLE "reason_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"label" text NOT NULL,
	"text" text NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "reason_templates" ADD CONSTRAINT "reason_templates_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reason_templates_by_position" ON "reason_templates" USING btree ("firm_id","position","id");