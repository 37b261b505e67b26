import { changeFirm } from '@makewhole/db/access/change-firm';
import { findFirm, type FirmView } from '@makewhole/db/access/find-firm';
import { money, type Money } from '@makewhole/domain/money';
import type { App, Services } from '../context.ts';
import { changeFirmRoute, getFirmRoute } from './routes.ts';
import type { FirmBody } from './schemas.ts';

export function serveFirm(app: App, { db }: Services): void {
  app.openapi(getFirmRoute, async (c) => {
    const { firmId } = c.get('caller');
    return c.json(firmBody(await findFirm(db, { firmId })), 200);
  });

  app.openapi(changeFirmRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { approval, reminders, secondFactorRequired, stepUpOverAmount } = c.req.valid('json');
    await changeFirm(db, firmId, {
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
    return c.json(firmBody(await findFirm(db, { firmId })), 200);
  });
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
