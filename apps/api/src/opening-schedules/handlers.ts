// The opening books of trust accounts (ADR 54): said by anybody who reconciles, signed by a lawyer.
import { createOpeningSchedule, type WantedItem } from '@makewhole/db/opening-books/create-opening-schedule';
import { findOpening, listOpenings } from '@makewhole/db/opening-books/find-opening';
import { readOpening } from '@makewhole/db/opening-books/read-opening';
import { signOpening } from '@makewhole/db/opening-books/sign-opening';
import { withdrawOpening } from '@makewhole/db/opening-books/withdraw-opening';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { asId, type BankAccountId, type OpeningScheduleId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { z } from 'zod';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, Caller, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { openingDetailBody, openingScheduleBody } from './opening-body.ts';
import {
  OPENING_ENDED,
  OPENING_NOT_FOUND,
  PEOPLE_ONLY,
  creationRefusal,
  signatureRefusal,
} from './refusals.ts';
import {
  createOpeningScheduleRoute,
  listOpeningSchedulesRoute,
  readOpeningScheduleRoute,
  signOpeningScheduleRoute,
  withdrawOpeningScheduleRoute,
} from './routes.ts';
import type { newOpeningScheduleSchema } from './schemas.ts';

export function addOpeningScheduleHandlers(app: App, { db }: Services): void {
  app.openapi(listOpeningSchedulesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { bankAccountId, cursor, limit } = c.req.valid('query');
    if (!isStorableText(cursor ?? '')) return problem(c, BAD_CURSOR);
    if (!isStorableText(bankAccountId ?? '')) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const of = bankAccountId === undefined ? {} : { bankAccountId: asId<BankAccountId>(bankAccountId) };
    const { data, nextCursor } = await listOpenings(db, { firmId, ...of, cursor, limit });
    return c.json({ data: data.map(openingScheduleBody), nextCursor }, 200);
  });

  app.openapi(createOpeningScheduleRoute, async (c) => {
    const outcome = await createOpeningSchedule(db, changedBy(c), wantedOf(c.req.valid('json')));
    if (outcome.kind !== 'created') return problem(c, creationRefusal(outcome));
    return c.json(openingDetailBody(outcome.opening), 201);
  });

  app.openapi(readOpeningScheduleRoute, async (c) => {
    const opening = await read(db, keyOf(c.get('caller'), c.req.valid('param')));
    return opening === null ? problem(c, OPENING_NOT_FOUND) : c.json(openingDetailBody(opening), 200);
  });

  app.openapi(signOpeningScheduleRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    if (caller.kind !== 'user') return problem(c, PEOPLE_ONLY);
    if (lacksStepUp(caller)) return problem(c, STEP_UP_REQUIRED);
    if (!isStorableText(id)) return problem(c, OPENING_NOT_FOUND);
    const at = new Date();
    const { separateDuties } = await findFirm(db, caller, at);
    const by = { actor: caller.principalId, at, separateDuties };
    const outcome = await signOpening(db, keyOf(caller, { id }), c.req.valid('json'), by);
    if (outcome.kind !== 'signed') return problem(c, signatureRefusal(outcome));
    return c.json(openingDetailBody(outcome.opening), 200);
  });

  app.openapi(withdrawOpeningScheduleRoute, async (c) => {
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, OPENING_NOT_FOUND);
    const { reason } = c.req.valid('json');
    const key = keyOf(c.get('caller'), { id });
    const { kind } = await withdrawOpening(db, changedBy(c), { id: key.id, reason });
    if (kind === 'ended') return problem(c, OPENING_ENDED);
    const opening = kind === 'withdrawn' ? await read(db, key) : null;
    return opening === null ? problem(c, OPENING_NOT_FOUND) : c.json(openingDetailBody(opening), 200);
  });
}

function keyOf({ firmId }: Pick<Caller, 'firmId'>, { id }: { readonly id: string }) {
  return { firmId, id: asId<OpeningScheduleId>(id) };
}

async function read(db: Services['db'], key: ReturnType<typeof keyOf>) {
  const schedule = isStorableText(key.id) ? await findOpening(db, key) : null;
  return schedule === null ? null : readOpening(db, schedule);
}

function wantedOf({ balances, items, ...body }: z.infer<typeof newOpeningScheduleSchema>) {
  return {
    ...{ bankAccountId: asId<BankAccountId>(body.bankAccountId), cutOverOn: body.cutOverOn },
    ...{ statementBalance: money(body.statementBalance), firmFunds: money(body.firmFunds) },
    ...{ interest: money(body.interest), unidentified: money(body.unidentified) },
    balances: balances.map(({ balance, ...matter }) => ({ ...matter, balance: money(balance) })),
    items: items.flatMap(({ matterExternalId, ledger, amount, ...item }): WantedItem[] => {
      const facts = { ...item, amount: money(amount) };
      if (matterExternalId !== null) return [{ ...facts, matterExternalId, ledger: null }];
      return ledger === null ? [] : [{ ...facts, matterExternalId, ledger }];
    }),
  };
}
