import {
  addConnection,
  changeConnection,
  confirmConnection,
  replaceCredentials,
  type ConnectionChanged,
} from '@makewhole/db/firms/change-connection';
import { findConnectionRules } from '@makewhole/db/connections/connection-rules';
import { findNewestCredentials, type CredentialsOf } from '@makewhole/db/connections/credentials';
import {
  findConnection,
  listConnections,
  type ConnectionView,
} from '@makewhole/db/connections/find-connection';
import { CONNECTIONS_MAX, FAULTS, type ConnectionReport } from '@makewhole/domain/connections';
import { asId, type ConnectionId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { BadConnection, checkCredentials } from '@makewhole/processor/connect-processor';
import { sealCredentials } from '@makewhole/runtime/credentials';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import {
  addConnectionRoute,
  changeConnectionRoute,
  confirmConnectionRoute,
  listConnectionsRoute,
  replaceCredentialsRoute,
} from './routes.ts';
import type { ConnectionBody } from './schemas.ts';

export const CONNECTION_NOT_FOUND: Refusal = {
  code: 'connection_not_found',
  detail: 'Your firm has no such connection. GET /v1/connections lists those that it has.',
};
const NOT_SET_UP: Refusal = {
  code: 'connections_not_set_up',
  detail:
    'This installation cannot store credentials yet. Ask its operator to set CREDENTIAL_KEYS in the API and in the worker.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_connections',
  detail: `A firm can have at most ${CONNECTIONS_MAX} connections, including disabled ones. Enable one of those, or ask the operator.`,
};
const TAKEN: Refusal = {
  code: 'connection_taken',
  detail: 'This account is connected already. Replace the credentials of its connection instead.',
};

export function addConnectionHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listConnectionsRoute, async (c) => {
    const connections = await listConnections(db, c.get('caller').firmId);
    return c.json({ data: await Promise.all(connections.map((one) => bodyOf(services, one))) }, 200);
  });

  app.openapi(addConnectionRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const { credentials, lossesDebit, drawsOn, ...wanted } = c.req.valid('json');
    const content = { ...credentials, mode: wanted.mode, account: wanted.account };
    const checked = await check(services, wanted.kind, content);
    if ('code' in checked) return problem(c, checked);
    const rules = { lossesDebit, drawsOn };
    const outcome = await addConnection(
      db,
      changedBy(c),
      { ...wanted, rules, report: checked },
      sealedBy(services, content),
    );
    if (outcome.kind === 'too_many') return problem(c, TOO_MANY);
    if (outcome.kind === 'taken') return problem(c, TAKEN);
    if (outcome.kind === 'refused') return problem(c, refusalOf(outcome));
    return c.json(await bodyOf(services, outcome.connection), 201);
  });

  app.openapi(changeConnectionRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const connectionId = connectionIdOf(c.req.valid('param').id);
    if (connectionId === null) return problem(c, CONNECTION_NOT_FOUND);
    // The cast: the same fields, without those that are undefined.
    const given = Object.entries<unknown>(c.req.valid('json')).filter(([, value]) => value !== undefined);
    const outcome = await changeConnection(db, changedBy(c), connectionId, Object.fromEntries(given));
    if (outcome.kind !== 'changed') return problem(c, refusalOf(outcome));
    return c.json(await bodyOf(services, outcome.connection), 200);
  });

  app.openapi(replaceCredentialsRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const connectionId = connectionIdOf(c.req.valid('param').id);
    const { firmId } = c.get('caller');
    const standing = connectionId === null ? null : await findConnection(db, { firmId, connectionId });
    if (standing === null) return problem(c, CONNECTION_NOT_FOUND);
    const { kind, mode, account, id } = standing;
    const content = { ...c.req.valid('json').credentials, mode, account };
    const report = await check(services, kind, content);
    if ('code' in report) return problem(c, report);
    const outcome = await replaceCredentials(db, changedBy(c), id, {
      ...sealedBy(services, content),
      report,
    });
    if (outcome.kind !== 'changed') return problem(c, refusalOf(outcome));
    return c.json(await bodyOf(services, outcome.connection), 200);
  });

  app.openapi(confirmConnectionRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const connectionId = connectionIdOf(c.req.valid('param').id);
    if (connectionId === null) return problem(c, CONNECTION_NOT_FOUND);
    const outcome = await confirmConnection(db, changedBy(c), connectionId);
    if (outcome.kind !== 'changed') return problem(c, refusalOf(outcome));
    return c.json(await bodyOf(services, outcome.connection), 200);
  });
}

function connectionIdOf(id: string): ConnectionId | null {
  return isStorableText(id) ? asId<ConnectionId>(id) : null;
}

/** Asks the company, without moving money. @returns a refusal if the credentials cannot be used */
async function check(
  { credentialKeys, processorTools }: Services,
  kind: string,
  content: Readonly<Record<string, unknown>>,
): Promise<ConnectionReport | Refusal> {
  if (credentialKeys.length === 0) return NOT_SET_UP;
  try {
    const report = await checkCredentials(kind, content, processorTools);
    if (report.problems.length === 0) return report;
    return { code: 'connection_refused', detail: report.problems.join(' ') };
  } catch (error) {
    if (!(error instanceof BadConnection)) throw error;
    return { code: 'connection_refused', detail: error.message };
  }
}

function sealedBy({ credentialKeys }: Services, content: Readonly<Record<string, unknown>>) {
  const { apiKey } = content;
  return {
    seal: (of: CredentialsOf) => sealCredentials(credentialKeys, of, content),
    hint: typeof apiKey === 'string' ? apiKey.slice(-4) : '',
  };
}

function refusalOf(outcome: Exclude<ConnectionChanged, { kind: 'changed' }>): Refusal {
  return outcome.kind === 'not_found'
    ? CONNECTION_NOT_FOUND
    : { code: 'connection_refused', detail: FAULTS[outcome.fault] };
}

async function bodyOf({ db }: Services, connection: ConnectionView): Promise<ConnectionBody> {
  const { id, kind, label, mode, account, status, settles, paysOutTo, payoutsFrom } = connection;
  const { brokenSince, checkReport } = connection;
  const [rules, newest] = await Promise.all([findConnectionRules(db, id), findNewestCredentials(db, id)]);
  return {
    ...{ id, kind, label, mode, account, status, settles, paysOutTo, payoutsFrom },
    ...rules,
    credentials:
      newest === null
        ? null
        : {
            ...{ version: newest.version, hint: newest.hint, madeAt: newest.madeAt.toISOString() },
            awaitsConfirmation: newest.confirmedAt === null,
          },
    brokenSince: brokenSince?.toISOString() ?? null,
    report: checkReport === null ? null : reportBody(checkReport),
    webhookPath: `/v1/processor/webhooks/${id}`,
  };
}

function reportBody({ permissions, problems, ...report }: ConnectionReport) {
  return { ...report, permissions: [...permissions], problems: [...problems] };
}
