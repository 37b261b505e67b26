import { changeApprovalPolicy } from '@makewhole/db/access/change-approval-policy';
import { findFirm, type FirmView } from '@makewhole/db/access/find-firm';
import { money } from '@makewhole/domain/money';
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
    const { rule, overAmount } = c.req.valid('json').approval;
    await changeApprovalPolicy(db, firmId, {
      approvalRule: rule,
      approvalOverAmount: overAmount === null ? null : money(overAmount),
    });
    return c.json(firmBody(await findFirm(db, { firmId })), 200);
  });
}

function firmBody({ name, timeZone, approvalRule, approvalOverAmount }: FirmView): FirmBody {
  return { name, timeZone, approval: { rule: approvalRule, overAmount: approvalOverAmount } };
}
