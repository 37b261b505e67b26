-- Null means the day of its recording, in the firm's zone: for what was recorded before, no other day is known to the ledger.
ALTER TABLE "postings" ADD COLUMN "effective_on" date;