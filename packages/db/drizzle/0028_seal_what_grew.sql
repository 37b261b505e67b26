ALTER TABLE "audit_checkpoints" DROP CONSTRAINT "audit_checkpoints_firmId_day_unique";--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD COLUMN "signature" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "sealed_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_heads_by_checkpoint" ON "audit_heads" USING btree ("firm_id","sequence","refund_id");--> statement-breakpoint
UPDATE refunds SET sealed_version = sealed.version
FROM (SELECT firm_id, refund_id, max(version) AS version FROM audit_heads GROUP BY firm_id, refund_id) AS sealed
WHERE refunds.firm_id = sealed.firm_id AND refunds.id = sealed.refund_id;--> statement-breakpoint
CREATE INDEX "refunds_unsealed" ON "refunds" USING btree ("firm_id","id") WHERE "refunds"."version" > "refunds"."sealed_version";