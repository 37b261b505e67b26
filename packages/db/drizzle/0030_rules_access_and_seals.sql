CREATE TABLE "access_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"firm_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"principal_id" text NOT NULL,
	"address" text,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" DROP CONSTRAINT "audit_checkpoints_firmId_day_unique";--> statement-breakpoint
ALTER TABLE "account_emails" ADD COLUMN "about" jsonb;--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD COLUMN "signature" text;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "pending_rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "principals" ADD COLUMN "let_in_by" text;--> statement-breakpoint
ALTER TABLE "principals" ADD COLUMN "let_in_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "sealed_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "access_events" ADD CONSTRAINT "access_events_firm_id_firms_id_fk" FOREIGN KEY ("firm_id") REFERENCES "public"."firms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_events" ADD CONSTRAINT "access_events_principal_id_principals_id_fk" FOREIGN KEY ("principal_id") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_events_by_firm" ON "access_events" USING btree ("firm_id","id");--> statement-breakpoint
CREATE TRIGGER access_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
ALTER TABLE "principals" ADD CONSTRAINT "principals_let_in_by_principals_id_fk" FOREIGN KEY ("let_in_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_heads_by_checkpoint" ON "audit_heads" USING btree ("firm_id","sequence","refund_id");--> statement-breakpoint
CREATE INDEX "refunds_unsealed" ON "refunds" USING btree ("firm_id","id") WHERE "refunds"."version" > "refunds"."sealed_version";--> statement-breakpoint
UPDATE "principals" SET "let_in_by" = e."actor", "let_in_at" = e."at" FROM "firm_events" e WHERE e."type" = 'user.invited' AND e."firm_id" = "principals"."firm_id" AND e."data"->>'principalId' = "principals"."id";--> statement-breakpoint
UPDATE refunds SET sealed_version = sealed.version
FROM (SELECT firm_id, refund_id, max(version) AS version FROM audit_heads GROUP BY firm_id, refund_id) AS sealed
WHERE refunds.firm_id = sealed.firm_id AND refunds.id = sealed.refund_id;
