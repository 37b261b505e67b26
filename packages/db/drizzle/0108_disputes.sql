CREATE TABLE "client_links" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"made_by" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "client_links_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"transaction_id" text NOT NULL,
	"processor_dispute_id" text DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"network_code" text,
	"amount" bigint NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"was_lost" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"respond_by" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"response" text,
	"responded_at" timestamp (3) with time zone,
	"responded_by" text,
	"response_reference" text,
	CONSTRAINT "disputes_once" UNIQUE("firm_id","transaction_id","processor_dispute_id"),
	CONSTRAINT "disputes_firmId_id_unique" UNIQUE("firm_id","id"),
	CONSTRAINT "dispute_amount_positive" CHECK ("disputes"."amount" > 0 AND "disputes"."fee" >= 0)
);
--> statement-breakpoint
CREATE TABLE "evidence_packs" (
	"id" text PRIMARY KEY NOT NULL,
	"firm_id" text NOT NULL,
	"dispute_id" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "client_links" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "client_emails" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "firms" ADD COLUMN "letterhead" jsonb DEFAULT '{"address":"","phone":"","email":""}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "client_email" text;--> statement-breakpoint
ALTER TABLE "client_links" ADD CONSTRAINT "client_links_firm_id_refund_id_refunds_firm_id_id_fk" FOREIGN KEY ("firm_id","refund_id") REFERENCES "public"."refunds"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_firm_id_transaction_id_payments_firm_id_transaction_id_fk" FOREIGN KEY ("firm_id","transaction_id") REFERENCES "public"."payments"("firm_id","transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_packs" ADD CONSTRAINT "evidence_packs_firm_id_dispute_id_disputes_firm_id_id_fk" FOREIGN KEY ("firm_id","dispute_id") REFERENCES "public"."disputes"("firm_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "client_links_of_refund" ON "client_links" USING btree ("firm_id","refund_id");--> statement-breakpoint
CREATE INDEX "disputes_by_opened" ON "disputes" USING btree ("firm_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "disputes_by_deadline" ON "disputes" USING btree ("firm_id","state","respond_by");--> statement-breakpoint
CREATE INDEX "evidence_packs_of_dispute" ON "evidence_packs" USING btree ("firm_id","dispute_id","made_at");--> statement-breakpoint
CREATE TRIGGER evidence_packs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_packs
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- The disputes that are known already: what the losses have of each, else what its task has, with the newest report.
INSERT INTO disputes (id, firm_id, transaction_id, processor_dispute_id, kind, reason, amount, fee, status, was_lost,
    state, respond_by, opened_at, closed_at, response, responded_at, responded_by)
SELECT 'dsp_' || replace(gen_random_uuid()::text, '-', ''), known.firm_id, known.transaction_id, known.subject,
  CASE WHEN loss.withdrawn IS FALSE THEN 'inquiry' ELSE 'chargeback' END,
  report.dispute ->> 'reason', coalesce(loss.amount, task.amount, p.amount), coalesce(rounds.fee, 0), now.status,
  now.status = 'lost' OR given_back.yes,
  CASE WHEN now.status = 'won' THEN CASE WHEN given_back.yes THEN 'given_back' ELSE 'won' END
    WHEN now.status = 'lost' THEN 'lost'
    WHEN answered.yes THEN 'under_review' ELSE 'needs_response' END,
  (report.dispute ->> 'respondBy')::timestamptz,
  coalesce(rounds.known_at, task.opened_at),
  CASE WHEN now.status = 'open' THEN NULL ELSE coalesce(loss.closed_at, task.settled_at) END,
  CASE WHEN answered.yes THEN 'evidence_sent' END,
  CASE WHEN answered.yes THEN task.settled_at END,
  CASE WHEN answered.yes THEN task.settled_by END
FROM (SELECT firm_id, transaction_id, subject FROM losses WHERE kind = 'dispute'
  UNION SELECT firm_id, transaction_id, subject FROM obligations WHERE kind = 'dispute') known
JOIN payments p USING (firm_id, transaction_id)
LEFT JOIN LATERAL (SELECT * FROM losses l WHERE l.firm_id = known.firm_id AND l.transaction_id = known.transaction_id
  AND l.kind = 'dispute' AND l.subject = known.subject ORDER BY l.round DESC LIMIT 1) loss ON true
LEFT JOIN LATERAL (SELECT sum(l.fee) AS fee, min(l.known_at) AS known_at FROM losses l WHERE l.firm_id = known.firm_id
  AND l.transaction_id = known.transaction_id AND l.kind = 'dispute' AND l.subject = known.subject) rounds ON true
LEFT JOIN LATERAL (SELECT * FROM obligations o WHERE o.firm_id = known.firm_id
  AND o.transaction_id = known.transaction_id AND o.kind = 'dispute' AND o.subject = known.subject
  ORDER BY o.opened_at DESC LIMIT 1) task ON true
LEFT JOIN LATERAL (SELECT e.payload #> '{payment,dispute}' AS dispute FROM processor_events e
  WHERE e.firm_id = known.firm_id AND e.transaction_id = known.transaction_id
    AND e.type IN ('payment.disputed', 'dispute.closed') AND jsonb_typeof(e.payload #> '{payment,dispute}') = 'object'
  ORDER BY (e.payload ->> 'occurredAt')::timestamptz DESC LIMIT 1) report ON true
CROSS JOIN LATERAL (SELECT coalesce(loss.status, CASE WHEN p.dispute_lost THEN 'lost' WHEN p.disputed THEN 'open'
  ELSE 'won' END) AS status) now
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM postings g WHERE g.firm_id = known.firm_id
  AND g.transaction_id = known.transaction_id AND g.cause_id = loss.id AND g.step = 'dispute_lost')
  AND now.status = 'won' AS yes) given_back
CROSS JOIN LATERAL (SELECT coalesce(task.status = 'done' AND task.answer ? 'note', false) AS yes) answered
WHERE coalesce(loss.amount, task.amount, p.amount) > 0;
