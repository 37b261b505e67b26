// How long records are kept (AU1), and which state's rules the firm's lawyer has confirmed.
import { findFirm } from '@makewhole/db/firms/find-firm';
import { changeRetention } from '@makewhole/db/retention/change-retention';
import {
  changeMatterRecords,
  findMatterRecords,
  type MatterRecordsView,
} from '@makewhole/db/retention/matter-records';
import {
  confirmStateProfile,
  findConfirmation,
  findReconciliationTerms,
} from '@makewhole/db/state-profiles/confirmations';
import { asId, type FirmId, type MatterId } from '@makewhole/domain/ids';
import { suggestedTerms } from '@makewhole/domain/month-ends/reconciliation-terms';
import { PURGES } from '@makewhole/domain/retention';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import {
  differencesFrom,
  profiledSettingsOf,
  retentionFloor,
} from '@makewhole/domain/state-profiles/differences';
import type { StateProfile } from '@makewhole/domain/state-profiles/profile';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import {
  changeMatterRecordsRoute,
  changeRetentionRoute,
  confirmStateProfileRoute,
  getFirmStateProfileRoute,
  getMatterRecordsRoute,
  getRetentionRoute,
  getStateProfileRoute,
} from './routes.ts';

const DAY_MS = 86_400_000;

export function addRecordHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(getRetentionRoute, async (c) => c.json(await retentionOf(services, c.get('caller')), 200));

  app.openapi(changeRetentionRoute, async (c) => {
    const caller = c.get('caller');
    const changes = c.req.valid('json');
    const { retentionYears } = await findFirm(db, caller);
    const keepsLess =
      changes.legalHold === false || (changes.years !== undefined && changes.years < retentionYears);
    if (keepsLess && lacksStepUp(caller)) return problem(c, STEP_UP_REQUIRED);
    const outcome = await changeRetention(db, changedBy(c), changes);
    if (outcome.kind === 'below_floor') return problem(c, belowFloor(outcome.floorYears));
    return c.json(await retentionOf(services, caller), 200);
  });

  app.openapi(getMatterRecordsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const found = await findMatterRecords(db, { firmId, matterId: asId(c.req.valid('param').matterId) });
    return found === null ? problem(c, MATTER_NOT_FOUND) : c.json(matterBody(found), 200);
  });

  app.openapi(changeMatterRecordsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const matterId = asId<MatterId>(c.req.valid('param').matterId);
    const { legalHold, closedAt } = c.req.valid('json');
    if (legalHold === false && lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const closed = closedAt == null ? closedAt : new Date(closedAt);
    await changeMatterRecords(db, changedBy(c), matterId, { legalHold, closedAt: closed });
    const found = await findMatterRecords(db, { firmId, matterId });
    return found === null ? problem(c, MATTER_NOT_FOUND) : c.json(matterBody(found), 200);
  });

  app.openapi(getStateProfileRoute, (c) =>
    c.json(profileBody(STATE_PROFILES[c.req.valid('param').state]), 200),
  );

  app.openapi(getFirmStateProfileRoute, async (c) =>
    c.json(await stateProfileOf(services, c.get('caller')), 200),
  );

  app.openapi(confirmStateProfileRoute, async (c) => {
    const { state, profileVersion, barNumber, reconciliation } = c.req.valid('json');
    const profile = STATE_PROFILES[state];
    if (profile.version !== profileVersion) return problem(c, PROFILE_OUTDATED);
    await confirmStateProfile(db, changedBy(c), {
      profile,
      barNumber,
      reconciliationTerms: reconciliation ?? null,
    });
    return c.json(await stateProfileOf(services, c.get('caller')), 200);
  });
}

type OfFirm = { readonly firmId: FirmId };

async function retentionOf({ db }: Pick<Services, 'db'>, { firmId }: OfFirm) {
  const { retentionYears: years, legalHoldSince } = await findFirm(db, { firmId });
  const confirmation = await findConfirmation(db, { firmId });
  return {
    years,
    floorYears: retentionFloor(confirmation === null ? null : STATE_PROFILES[confirmation.state]),
    legalHoldSince: legalHoldSince?.toISOString() ?? null,
    deleted: Object.values(PURGES).map(({ keptMs, ...purge }) => ({
      ...purge,
      keptDays: keptMs === null ? null : keptMs / DAY_MS,
    })),
  };
}

function matterBody({
  closedAt,
  lastTrustActivityAt,
  legalHoldSince,
  keptUntil,
  ...shown
}: MatterRecordsView) {
  return {
    ...shown,
    closedAt: closedAt?.toISOString() ?? null,
    lastTrustActivityAt: lastTrustActivityAt?.toISOString() ?? null,
    legalHoldSince: legalHoldSince?.toISOString() ?? null,
    keptUntil: keptUntil?.toISOString() ?? null,
  };
}

function profileBody({ values, notes, ...profile }: StateProfile) {
  return {
    ...profile,
    suggestedReconciliation: suggestedTerms({ ...profile, values, notes }),
    values: Object.entries(values).map(([field, sourced]) => ({ field, ...sourced })),
    notes: [...notes],
  };
}

const NOT_CONFIRMED = {
  ...{ profile: null, confirmation: null },
  ...{ suggestedReconciliation: null, separateDuties: null },
};

async function stateProfileOf({ db }: Pick<Services, 'db'>, { firmId }: OfFirm) {
  const found = await findConfirmation(db, { firmId });
  const states = Object.values(STATE_PROFILES).map(({ state, name }) => ({ state, name }));
  const reconciliation = await findReconciliationTerms(db, { firmId });
  if (found === null) return { ...NOT_CONFIRMED, differences: [], reconciliation, states };
  const { confirmedBy, confirmedByName, confirmedAt, ...confirmed } = found;
  const profile = STATE_PROFILES[found.state];
  const firm = await findFirm(db, { firmId });
  const duties = profile.values.separateDuties?.value;
  return {
    profile: profileBody(profile),
    differences: [...differencesFrom(profile, profiledSettingsOf(firm))],
    reconciliation,
    suggestedReconciliation: suggestedTerms(profile),
    separateDuties:
      duties === undefined || duties === firm.separateDuties
        ? null
        : { profile: duties, firm: firm.separateDuties },
    confirmation: {
      ...confirmed,
      confirmedBy: { id: confirmedBy, name: confirmedByName },
      confirmedAt: confirmedAt.toISOString(),
      isCurrent: found.profileVersion === profile.version,
    },
    states,
  };
}

function belowFloor(floorYears: number): Refusal {
  const detail = `The state that your lawyer confirmed asks for ${floorYears} years. Choose at least as many.`;
  return { code: 'retention_below_floor', detail };
}

const MATTER_NOT_FOUND: Refusal = {
  code: 'matter_not_found',
  detail: 'Your firm has no matter with this ID. Check that the ID is complete.',
};

const PROFILE_OUTDATED: Refusal = {
  code: 'state_profile_outdated',
  detail: 'The profile of this state has changed. Read its newest version, then confirm that one.',
};
