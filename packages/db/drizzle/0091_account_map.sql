CREATE TABLE "account_map" (
	"firm_id" text NOT NULL,
	"code" text NOT NULL,
	"number" text,
	"name" text,
	CONSTRAINT "account_map_firm_id_code_pk" PRIMARY KEY("firm_id","code")
);
--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "journal_basis" text DEFAULT 'accrual' NOT NULL;--> statement-breakpoint
ALTER TABLE "account_map" ADD CONSTRAINT "account_map_firm_id_code_accounts_firm_id_code_fk" FOREIGN KEY ("firm_id","code") REFERENCES "public"."accounts"("firm_id","code") ON DELETE no action ON UPDATE no action;