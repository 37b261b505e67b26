ALTER TABLE "payment_items" DROP CONSTRAINT "item_amount_positive";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payment_amount_positive";--> statement-breakpoint
ALTER TABLE "trust_balances" ADD COLUMN "shortfall" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_items" ADD COLUMN "invoice_number" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "matter_number" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "dispute_lost" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "trust_balances" ADD CONSTRAINT "trust_shortfall_positive" CHECK ("trust_balances"."shortfall" >= 0);--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "item_amount_positive" CHECK ("payment_items"."amount" >= 0);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payment_amount_positive" CHECK ("payments"."amount" > 0 OR "payments"."amount" = 0 AND "payments"."type" = 'authorization');--> statement-breakpoint
-- Trust money that arrived without a matter is owed to a client who is still to be identified.
INSERT INTO accounts (firm_id, code, name, kind)
SELECT id, 'unidentified_trust_liability', 'Unidentified trust receipts', 'liability' FROM firms
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- What is linked has the number of what it is linked to; the others are told again with the processor's next record.
UPDATE payments p SET matter_number = m.number FROM matters m
WHERE m.firm_id = p.firm_id AND m.id = p.matter_id AND p.type <> 'refund';
--> statement-breakpoint
UPDATE payment_items i SET invoice_number = v.number FROM allocations a
JOIN invoices v ON v.firm_id = a.firm_id AND v.id = a.invoice_id
WHERE a.firm_id = i.firm_id AND a.item_id = i.id;
