import { createHash } from 'node:crypto';
import { importStatement } from '@makewhole/db/bank/import-statement';
import type { ImportResult } from '@makewhole/db/bank/new-statement';
import { findStatement, listStatements } from '@makewhole/db/bank/list-statements';
import { suggestMatches } from '@makewhole/db/bank/suggest-matches';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { isStorableText } from '@makewhole/domain/storable-text';
import { listOpenObligations, type QueuedObligation } from '@makewhole/db/obligations/list-obligations';
import type { BankLine } from '@makewhole/domain/bank-lines';
import { asId, type BankAccountId, type BankLineId, type FirmId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { App, Services } from '../context.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import { dayIn } from '../http/download.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { answerCommand } from '../refunds/command-handlers.ts';
import {
  confirmBankMatchRoute,
  importStatementRoute,
  listBankMatchesRoute,
  listStatementsRoute,
  readStatementRoute,
} from './routes.ts';
import { statementBody } from './statement-body.ts';
import { addBankLineHandlers } from './line-handlers.ts';
import { STATEMENT_NOT_FOUND, addSetAsideHandler } from './set-aside-handlers.ts';
import type { BankMatchBody } from './schemas.ts';
import { createStatementReader } from './parse/statement-reader.ts';
import { statedBalances } from './stated-balances.ts';

export function addBankHandlers(app: App, services: Services): void {
  const { db } = services;
  const readStatement = createStatementReader();

  app.openapi(importStatementRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const { account, bankAccountId, isRenumbered = false, ...stated } = c.req.valid('query');
    if (isRenumbered && c.get('caller').kind !== 'user') return problem(c, PEOPLE_RENUMBER);
    if (bankAccountId !== undefined && !isStorableText(bankAccountId))
      return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const content = new Uint8Array(await c.req.arrayBuffer());
    const read = await readStatement(firmId, content);
    if (read.kind === 'busy') return problem(c, STATEMENT_BEING_READ);
    if (read.kind === 'unreadable') return problem(c, { code: 'statement_unreadable', detail: read.message });
    const storable = read.lines.every(({ description, bankId }) =>
      [description, bankId ?? ''].every(isStorableText),
    );
    if (!storable) {
      const detail = 'This file contains characters that cannot be stored. Export it again as UTF-8.';
      return problem(c, { code: 'statement_unreadable', detail });
    }
    const { kind: _read, ...file } = read;
    const { timeZone } = await findFirm(db, { firmId });
    const balances = statedBalances(stated, file, dayIn(timeZone));
    if (balances.kind === 'refused') {
      return problem(c, { code: 'statement_unreadable', detail: balances.detail });
    }
    const said = { ...file, ...balances.values };
    const sha256 = createHash('sha256').update(content).digest('hex');
    const by = { importedBy: principalId, at: new Date() };
    const into = {
      account,
      bankAccountId: bankAccountId === undefined ? null : asId<BankAccountId>(bankAccountId),
    };
    const outcome = await importStatement(db, { firmId, ...into, sha256, ...said, isRenumbered, ...by });
    if (outcome.kind === 'imported') {
      return c.json({ ...statementBody(outcome.statement), isRepeat: outcome.isRepeat }, 201);
    }
    if (outcome.kind === 'no_such_account') return problem(c, NO_OPEN_ACCOUNT);
    return problem(c, otherAccount(account, outcome));
  });

  addStatementLists(app, services);
  addSetAsideHandler(app, services);
  addBankLineHandlers(app, services);

  app.openapi(listBankMatchesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, limit } = c.req.valid('query');
    const filter = { firmId, kinds: ['bank_match'], now: new Date() } as const;
    const page = await listOpenObligations(db, { ...filter, cursor, limit });
    if (page === null) return problem(c, BAD_CURSOR);
    const data: BankMatchBody[] = [];
    for (const owed of page.data) data.push(...(await matchBody(services, firmId, owed)));
    return c.json({ data, nextCursor: page.nextCursor }, 200);
  });

  app.openapi(confirmBankMatchRoute, (c) => {
    const { refundId, trustLineId, operatingLineId } = c.req.valid('json');
    return answerCommand(services, c, refundId, {
      kind: 'bank_match',
      about: { kind: 'bank_match', id: null },
      body: {
        trustLineId: asId<BankLineId>(trustLineId),
        operatingLineId: asId<BankLineId>(operatingLineId),
      },
    });
  });
}

function addStatementLists(app: App, { db }: Services): void {
  app.openapi(listStatementsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, limit } = c.req.valid('query');
    if (cursor !== undefined && !isStorableText(cursor)) return problem(c, BAD_CURSOR);
    const { data, nextCursor } = await listStatements(db, { firmId, cursor, limit });
    return c.json({ data: data.map(statementBody), nextCursor }, 200);
  });

  app.openapi(readStatementRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id } = c.req.valid('param');
    const found = isStorableText(id) ? await findStatement(db, { firmId, id }) : null;
    return found === null ? problem(c, STATEMENT_NOT_FOUND) : c.json(statementBody(found), 200);
  });
}

function otherAccount(
  account: BankAccount,
  outcome: Exclude<ImportResult, { readonly kind: 'imported' | 'no_such_account' }>,
): Refusal {
  const code = 'statement_of_other_account';
  if (outcome.kind === 'other_account') {
    const detail = `This file is for “${outcome.title}”, whose statements are imported as ${outcome.account}. Import it as that, or export the statement of the ${account} account. If it was imported there by mistake, an owner can set that statement aside.`;
    return { code, detail };
  }
  const { lastFour, fileLastFour } = outcome;
  const detail = `Earlier statements of the ${account} account are for the account ending in ${lastFour}; this file is for the one ending in ${fileLastFour}. Export the statement of that account. If it is the same account, to which the bank has given a new number, a person can say so in the portal.`;
  return { code, detail, extensions: { renumbering: { from: lastFour, to: fileLastFour } } };
}

const PEOPLE_RENUMBER: Refusal = {
  code: 'forbidden',
  detail:
    'Only a person, signed in to the portal, can say that a bank has given an account a new number. Ask a bookkeeper of your firm.',
};

const NO_OPEN_ACCOUNT: Refusal = {
  ...BANK_ACCOUNT_NOT_FOUND,
  detail:
    'Your firm has no open bank account of that kind with this ID. GET /v1/bank-accounts lists its accounts.',
};

const STATEMENT_BEING_READ: Refusal = {
  code: 'statement_being_read',
  detail: 'Another statement of your firm is being read. Send this one again in a few seconds.',
  headers: { 'retry-after': '5' },
};

/** Empty for a transfer that has not been recorded. */
async function matchBody({ db }: Services, firmId: FirmId, owed: QueuedObligation): Promise<BankMatchBody[]> {
  const { refundId } = owed;
  const suggestion = refundId === null ? null : await suggestMatches(db, { firmId, refundId });
  if (refundId === null || suggestion === null) return [];
  const { transfer, ends } = suggestion;
  const { id, transactionId, payerName, matterNumber, dueAt } = owed;
  return [
    {
      obligationId: id,
      refundId,
      transactionId,
      payerName,
      matterNumber,
      dueAt: dueAt.toISOString(),
      transfer,
      trustLines: ends.trust.map(lineBody),
      operatingLines: ends.operating.map(lineBody),
    },
  ];
}

function lineBody({ id, date, amount, currency, description }: BankLine) {
  return { id, date, amount, currency, description };
}
