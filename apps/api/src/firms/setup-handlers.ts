import { findSetup } from '@makewhole/db/setup/find-setup';
import { setStepAside } from '@makewhole/db/setup/set-step-aside';
import type { Db } from '@makewhole/db/connect';
import type { FirmId } from '@makewhole/domain/ids';
import { canSetAside, isSetUp, setupSteps, type SetupStep } from '@makewhole/domain/setup-steps';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem } from '../http/problems.ts';
import { changeSetupRoute, getSetupRoute } from './setup-routes.ts';

export function addSetupHandlers(app: App, { db }: Services): void {
  app.openapi(getSetupRoute, async (c) => c.json(await readSetup(db, c.get('caller').firmId), 200));

  app.openapi(changeSetupRoute, async (c) => {
    const { step } = c.req.valid('param');
    const { notForUs } = c.req.valid('json');
    if (!canSetAside(step)) {
      return problem(c, {
        code: 'invalid_request',
        detail: `The step ${step} cannot be set aside: without it, nothing can be refunded.`,
      });
    }
    const by = changedBy(c);
    await setStepAside(db, by, { step, notForUs });
    return c.json(await readSetup(db, by.firmId), 200);
  });
}

async function readSetup(db: Db, firmId: FirmId): Promise<{ isDone: boolean; steps: SetupStep[] }> {
  const { facts, setAside } = await findSetup(db, firmId, new Date());
  const steps = setupSteps(facts, setAside);
  return { isDone: isSetUp(steps), steps: [...steps] };
}
