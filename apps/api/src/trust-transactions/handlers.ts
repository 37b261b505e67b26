import type { TypedResponse } from 'hono';
import type { SavedAnswer } from '@makewhole/db/idempotency/saved-answers';
import type { TrustTransaction } from '@makewhole/db/schema/trust-transactions';
import { listTrustTransactions } from '@makewhole/db/trust/list-trust-transactions';
import {
  recordTrustTransaction,
  type TrustTransactionRecorded,
} from '@makewhole/db/trust/record-trust-transaction';
import type { NewTrustTransaction } from '@makewhole/db/trust/resolve-trust-transaction';
import { asId, type BankAccountId, type MatterId, type TrustTransactionId } from '@makewhole/domain/ids';
import { formatMoney, money } from '@makewhole/domain/money';
import { isStorableText } from '@makewhole/domain/storable-text';
import { LAWYERS_TRUST_TRANSACTIONS, type TrustLedger } from '@makewhole/domain/trust-transactions';
import { changedBy } from '../auth/audit-actor.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, Services } from '../context.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import { keyReused, replayed } from '../http/replayed.ts';
import { BAD_CURSOR, forbidden, problem, type Refusal } from '../http/problems.ts';
import { listTrustTransactionsRoute, recordTrustTransactionRoute } from './routes.ts';
import type { NewTrustTransactionBody, TrustTransactionBody } from './schemas.ts';

export function addTrustTransactionHandlers(app: App, { db }: Services): void {
  app.openapi(listTrustTransactionsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { bankAccountId, cursor, limit } = c.req.valid('query');
    if (cursor !== undefined && !isStorableText(cursor)) return problem(c, BAD_CURSOR);
    if (bankAccountId !== undefined && !isStorableText(bankAccountId))
      return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const of = bankAccountId === undefined ? {} : { bankAccountId: asId<BankAccountId>(bankAccountId) };
    const { data, nextCursor } = await listTrustTransactions(db, { firmId, ...of, cursor, limit });
    return c.json({ data: data.map(transactionBody), nextCursor }, 200);
  });

  app.openapi(recordTrustTransactionRoute, async (c) => {
    const bytes = await c.req.arrayBuffer();
    const body = c.req.valid('json');
    if (LAWYERS_TRUST_TRANSACTIONS.has(body.type) && !c.get('caller').may('trust.record')) {
      return problem(c, forbidden('trust.record'));
    }
    const wanted = wantedOf(body);
    const idempotency = {
      route: 'POST /v1/trust-transactions',
      key: c.req.valid('header')['Idempotency-Key'],
      ...fingerprintOf(body, bytes),
    };
    const outcome = await recordTrustTransaction(db, changedBy(c), wanted, { idempotency, render });
    if (outcome.kind === 'key_reused') return problem(c, keyReused(outcome, 'record'));
    if (outcome.kind !== 'recorded' && outcome.kind !== 'replayed') return problem(c, refusalOf(outcome));
    const answer = outcome.kind === 'replayed' ? replayed(outcome.answer) : outcome.answer;
    // The bytes are a TrustTransactionBody made by render, now or for the first request with this key.
    return c.body(answer.body, 201, { ...answer.headers }) as unknown as TypedResponse<
      TrustTransactionBody,
      201,
      'json'
    >;
  });
}

function render(recorded: TrustTransaction): SavedAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status: 201, headers, body: JSON.stringify(transactionBody(recorded)) };
}

function transactionBody({
  firmId: _firmId,
  recordedAt,
  ...recorded
}: TrustTransaction): TrustTransactionBody {
  return { ...recorded, recordedAt: recordedAt.toISOString() };
}

function wantedOf(body: NewTrustTransactionBody): NewTrustTransaction {
  const said = { reference: body.reference, evidenceId: body.evidenceId ?? null };
  if (body.type === 'reversal') {
    return { ...said, type: body.type, reverses: asId<TrustTransactionId>(body.reverses) };
  }
  const moved = { ...said, amount: money(body.amount), date: body.date };
  if ('depositId' in body) {
    const ofDeposit = { ...moved, depositId: asId<TrustTransactionId>(body.depositId) };
    if (body.type === 'deposit_returned') return { ...ofDeposit, type: body.type };
    const matter =
      'matterId' in body ? { matterId: asId<MatterId>(body.matterId) } : { matterNumber: body.matterNumber };
    return { ...ofDeposit, type: body.type, matter };
  }
  const inAccount = { ...moved, bankAccountId: asId<BankAccountId>(body.bankAccountId) };
  if (body.type !== 'cushion_deposit' && body.type !== 'cushion_withdrawal') {
    return { ...inAccount, type: body.type };
  }
  const operating = body.operatingAccountId ?? null;
  const operatingAccountId = operating === null ? null : asId<BankAccountId>(operating);
  return { ...inAccount, type: body.type, operatingAccountId };
}

const NOT_FOUND: Refusal = {
  code: 'trust_transaction_not_found',
  detail: 'Your firm has no such trust transaction. GET /v1/trust-transactions lists those that it has.',
};

function refusalOf(
  outcome: Exclude<TrustTransactionRecorded, { readonly kind: 'recorded' | 'replayed' | 'key_reused' }>,
): Refusal {
  switch (outcome.kind) {
    case 'bank_account_not_found':
      return {
        ...BANK_ACCOUNT_NOT_FOUND,
        detail:
          'Your firm has no such open account of the kind that this needs. GET /v1/bank-accounts lists those that it has.',
      };
    case 'transaction_not_found':
      return NOT_FOUND;
    case 'matter_not_found':
      return {
        code: 'matter_not_found',
        detail: 'Your firm has no such matter. Name it by its ID or its number.',
      };
    case 'no_such_evidence':
      return {
        code: 'no_such_evidence',
        detail: 'Your firm has no evidence with this ID. Upload the file first, with POST /v1/evidence.',
      };
    case 'date_out_of_range':
      return { code: 'date_out_of_range', detail: outcome.message };
    case 'ledger_insufficient':
      return {
        code: 'trust_ledger_insufficient',
        detail: `${LEDGERS[outcome.ledger]} has ${formatMoney(outcome.balance, 'USD')}. More than that would be clients' money: record at most that, or first what is missing.`,
        extensions: { balance: outcome.balance },
      };
    case 'matter_insufficient':
      return { code: 'trust_ledger_insufficient', detail: DETAILS[outcome.kind] };
    default:
      return { code: 'not_recordable', detail: DETAILS[outcome.kind] };
  }
}

const LEDGERS: Readonly<Record<TrustLedger, string>> = {
  firm: "The firm's own ledger in this account",
  interest: 'The interest that is to be remitted from this account',
  unidentified: 'This deposit',
};

const DETAILS = {
  not_iolta:
    'Interest on a trust account that is not an IOLTA belongs to its client. Mark the account as an IOLTA in the settings if it is one.',
  not_a_deposit: 'Only an unidentified deposit can be identified or returned. Name one by its ID.',
  already_reversed: 'It was reversed before, and that stands. Record the transaction again if it did happen.',
  is_reversal: 'A reversal is not reversed. Record the transaction again instead.',
  matter_insufficient:
    'The matter no longer has this money free in trust: it was spent, or is held for a refund. Put it back first.',
} as const;
