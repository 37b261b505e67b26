ALTER TABLE "obligations" ADD COLUMN "connection_id" text;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_firm_id_connection_id_processor_connections_firm_id_id_fk" FOREIGN KEY ("firm_id","connection_id") REFERENCES "public"."processor_connections"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" DROP CONSTRAINT "obligation_about_one";--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligation_about_one" CHECK (num_nonnulls("obligations"."refund_id", "obligations"."transaction_id", "obligations"."bank_account_id", "obligations"."connection_id") = 1);--> statement-breakpoint
CREATE UNIQUE INDEX "connection_task_open_once" ON "obligations" USING btree ("firm_id","connection_id","kind") WHERE "obligations"."connection_id" IS NOT NULL AND "obligations"."status" = 'open';
