CREATE TABLE "month_end_papers" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"month_end_id" text NOT NULL,
	"is_signed" boolean NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"failure" text,
	"content" "bytea",
	"size" integer,
	"sha256" text,
	"workflow_run_id" text,
	CONSTRAINT "month_end_papers_one_of_each" UNIQUE("month_end_id","is_signed"),
	CONSTRAINT "month_end_paper_one_end" CHECK ("month_end_papers"."made_at" IS NULL OR "month_end_papers"."failed_at" IS NULL),
	CONSTRAINT "month_end_paper_made_whole" CHECK (num_nulls("month_end_papers"."made_at", "month_end_papers"."content", "month_end_papers"."size", "month_end_papers"."sha256") IN (0, 4) AND num_nulls("month_end_papers"."failed_at", "month_end_papers"."failure") IN (0, 2))
);
--> statement-breakpoint
ALTER TABLE "month_end_papers" ADD CONSTRAINT "month_end_papers_month_end_id_month_ends_id_fk" FOREIGN KEY ("month_end_id") REFERENCES "public"."month_ends"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "month_end_papers" ADD CONSTRAINT "month_end_papers_requested_by_principals_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "month_end_papers_open" ON "month_end_papers" USING btree ("id") WHERE "month_end_papers"."made_at" IS NULL AND "month_end_papers"."failed_at" IS NULL;--> statement-breakpoint
-- A signed binder that was made is the same bytes for ever.
CREATE FUNCTION guard_month_end_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.is_signed AND OLD.made_at IS NOT NULL
    OR (OLD.id, OLD.firm_id, OLD.month_end_id, OLD.is_signed)
      IS DISTINCT FROM (NEW.id, NEW.firm_id, NEW.month_end_id, NEW.is_signed) THEN
    RAISE EXCEPTION 'the printed binder of a signed month end is not changed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER month_end_papers_signed_stays BEFORE UPDATE ON month_end_papers
  FOR EACH ROW EXECUTE FUNCTION guard_month_end_paper();--> statement-breakpoint
CREATE TRIGGER month_end_papers_kept BEFORE DELETE OR TRUNCATE ON month_end_papers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
