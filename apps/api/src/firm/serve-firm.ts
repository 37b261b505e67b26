import { changeFirm } from '@makewhole/db/access/change-firm';
import { findFirm, type FirmView } from '@makewhole/db/access/find-firm';
import { listFirmEvents, type FirmEventView } from '@makewhole/db/audit/list-firm-events';
import { money, type Money } from '@makewhole/domain/money';
import { changedBy } from '../auth/changed-by.ts';
import type { App, Services } from '../context.ts';
import { changeFirmRoute, getFirmRoute, listFirmEventsRoute } from './routes.ts';
import type { FirmBody, FirmEventBody } from './schemas.ts';

export function serveFirm(app: App, { db }: Services): void {
  app.openapi(getFirmRoute, async (c) => {
    const { firmId } = c.get('caller');
    return c.json(firmBody(await findFirm(db, { firmId })), 200);
  });

  app.openapi(changeFirmRoute, async (c) => {
    const by = changedBy(c);
    const { approval, reminders, secondFactorRequired, stepUpOverAmount } = c.req.valid('json');
    await changeFirm(db, by, {
      ...(approval !== undefined && {
        approvalRule: approval.rule,
        approvalOverAmount: moneyOrNull(approval.overAmount),
      }),
      ...(secondFactorRequired !== undefined && { secondFactorRequired }),
      ...(stepUpOverAmount !== undefined && { stepUpOverAmount: moneyOrNull(stepUpOverAmount) }),
      ...(reminders !== undefined && {
        remindAfterBankDays: [...reminders.remindAfter],
        escalateAfterBankDays: reminders.escalateAfter,
      }),
    });
    return c.json(firmBody(await findFirm(db, by)), 200);
  });

  app.openapi(listFirmEventsRoute, async (c) => {
    const { cursor: before, limit } = c.req.valid('query');
    const { data, hasMore } = await listFirmEvents(db, c.get('caller').firmId, { before, limit });
    const nextCursor = hasMore ? String(data.at(-1)?.seq) : null;
    return c.json({ data: data.map(firmEventBody), nextCursor }, 200);
  });
}

function firmEventBody({ at, actor, actorName, ...event }: FirmEventView): FirmEventBody {
  return { ...event, at: at.toISOString(), actor: { id: actor, name: actorName } };
}

function firmBody(firm: FirmView): FirmBody {
  const { name, timeZone, approvalRule, approvalOverAmount, secondFactorRequired, stepUpOverAmount } = firm;
  const approval = { rule: approvalRule, overAmount: approvalOverAmount };
  const reminders = { remindAfter: firm.remindAfterBankDays, escalateAfter: firm.escalateAfterBankDays };
  return { name, timeZone, approval, reminders, secondFactorRequired, stepUpOverAmount };
}

function moneyOrNull(amount: number | null): Money | null {
  return amount === null ? null : money(amount);
}
