-- Null for the confirmations there are: their firms keep a month, and the 15th, the 20th and the 25th.
ALTER TABLE "state_profile_confirmations" ADD COLUMN "reconciliation_terms" jsonb;
