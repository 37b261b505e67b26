ALTER TABLE "account_emails" ADD COLUMN "about" jsonb;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "pending_rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "principals" ADD COLUMN "let_in_by" text;--> statement-breakpoint
ALTER TABLE "principals" ADD COLUMN "let_in_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "principals" ADD CONSTRAINT "principals_let_in_by_principals_id_fk" FOREIGN KEY ("let_in_by") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "principals" SET "let_in_by" = e."actor", "let_in_at" = e."at" FROM "firm_events" e WHERE e."type" = 'user.invited' AND e."firm_id" = "principals"."firm_id" AND e."data"->>'principalId' = "principals"."id";
