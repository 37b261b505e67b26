import { changeFirm } from '@makewhole/db/firms/change-firm';
import { findFirm, type FirmView } from '@makewhole/db/firms/find-firm';
import { listFirmEvents, type FirmEventView } from '@makewhole/db/events/list-firm-events';
import { findConnectionRules } from '@makewhole/db/connections/connection-rules';
import { findOldestConnection } from '@makewhole/db/connections/find-connection';
import { FAULTS, type ConnectionRules } from '@makewhole/domain/connections';
import type { FirmRules, PendingRule } from '@makewhole/domain/firm-rules';
import type { FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { sendAccountEmail } from '../auth/account-emails.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { changeFirmRoute, getFirmRoute, listFirmEventsRoute } from './routes.ts';
import type { FirmBody, FirmEventBody } from './schemas.ts';

const NO_CONNECTION: Refusal = {
  code: 'connection_not_found',
  detail: 'Your firm has not connected a payment company yet. Connect one first (POST /v1/connections).',
};
/** Of a firm that has not connected a payment company yet. */
const NO_RULES: ConnectionRules = {
  lossesDebit: { card: 'operating', ach: 'operating' },
  drawsOn: { card: null, ach: null },
};

export function addFirmHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(getFirmRoute, async (c) => {
    const { firmId } = c.get('caller');
    return c.json(await readFirm(services, firmId), 200);
  });

  app.openapi(changeFirmRoute, async (c) => {
    const by = changedBy(c);
    const { approval, reminders, stepUpOverAmount, achWait, ...unchanged } = c.req.valid('json');
    const wanted = {
      ...unchanged,
      ...(approval !== undefined && {
        approvalRule: approval.rule,
        approvalOverAmount: moneyOrNull(approval.overAmount),
      }),
      ...(stepUpOverAmount !== undefined && { stepUpOverAmount: moneyOrNull(stepUpOverAmount) }),
      ...(achWait?.operating !== undefined && { achWaitOperating: achWait.operating }),
      ...(achWait?.trust !== undefined && { achWaitTrust: achWait.trust }),
      ...(reminders !== undefined && {
        remindAfterBankDays: [...reminders.remindAfter],
        escalateAfterBankDays: reminders.escalateAfter,
      }),
    };
    const outcome = await changeFirm(db, by, wanted, { steppedUp: !lacksStepUp(c.get('caller')) });
    if (outcome.kind === 'step_up_required') return problem(c, STEP_UP_REQUIRED);
    if (outcome.kind === 'no_connection') return problem(c, NO_CONNECTION);
    if (outcome.kind === 'refused') {
      return problem(c, { code: 'connection_refused', detail: FAULTS[outcome.fault] });
    }
    for (const email of outcome.emails) sendAccountEmail(services, email);
    return c.json(await readFirm(services, by.firmId), 200);
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

async function readFirm({ db }: Services, firmId: FirmId): Promise<FirmBody> {
  const [firm, connection] = await Promise.all([findFirm(db, { firmId }), findOldestConnection(db, firmId)]);
  return {
    ...firmBody(firm),
    ...(connection === null ? NO_RULES : await findConnectionRules(db, connection.id)),
  };
}

function firmBody(firm: FirmView): Omit<FirmBody, 'lossesDebit' | 'drawsOn'> {
  const { name, timeZone, secondFactorRequired, stepUpOverAmount } = firm;
  const { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties, trustBalanceDays } = firm;
  const approval = { rule: firm.approvalRule, overAmount: firm.approvalOverAmount };
  const reminders = { remindAfter: firm.remindAfterBankDays, escalateAfter: firm.escalateAfterBankDays };
  const pending = pendingBody(firm);
  const achWait = { operating: firm.achWaitOperating, trust: firm.achWaitTrust };
  const ofTrust = {
    ...{ trustStepsFrom, stepEvidence, riskyRefunds, separateDuties, trustBalanceDays, achWait },
  };
  const rules = { approval, secondFactorRequired, stepUpOverAmount, ...ofTrust };
  const { clientAccountings } = firm;
  return { name, timeZone, ...rules, clientAccountings, reminders, pending };
}

function pendingBody(firm: FirmView): FirmBody['pending'] {
  const { approval, stepUp, secondFactor, trustSteps } = firm.pendingRules;
  const { stepEvidence: evidence, riskyRefunds: risky, separateDuties: duties } = firm.pendingRules;
  return {
    approval: pendingRule(firm, approval, ({ approvalRule, approvalOverAmount }) => ({
      rule: approvalRule,
      overAmount: approvalOverAmount,
    })),
    stepUpOverAmount: pendingRule(firm, stepUp, ({ stepUpOverAmount }) => stepUpOverAmount),
    secondFactorRequired: pendingRule(firm, secondFactor, ({ secondFactorRequired }) => secondFactorRequired),
    trustStepsFrom: pendingRule(firm, trustSteps, ({ trustStepsFrom }) => trustStepsFrom),
    stepEvidence: pendingRule(firm, evidence, ({ stepEvidence }) => stepEvidence),
    riskyRefunds: pendingRule(firm, risky, ({ riskyRefunds }) => riskyRefunds),
    separateDuties: pendingRule(firm, duties, ({ separateDuties }) => separateDuties),
    trustBalanceDays: pendingRule(firm, firm.pendingRules.trustBalance, (then) => then.trustBalanceDays),
    achWait: {
      operating: pendingRule(firm, firm.pendingRules.achWaitOperating, (then) => then.achWaitOperating),
      trust: pendingRule(firm, firm.pendingRules.achWaitTrust, (then) => then.achWaitTrust),
    },
  };
}

function pendingRule<To>(
  standing: FirmRules,
  pending: PendingRule | undefined,
  show: (then: FirmRules) => To,
): { to: To; countsFrom: string } | null {
  if (pending === undefined) return null;
  return { to: show({ ...standing, ...pending.to }), countsFrom: pending.countsFrom };
}

function moneyOrNull(amount: number | null): Money | null {
  return amount === null ? null : money(amount);
}
