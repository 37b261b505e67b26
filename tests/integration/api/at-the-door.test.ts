// Each route of the document is sent what is wrong in one way, and refuses it with a problem document that says so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '@makewhole/api/http/problem-kinds';
import { hostileRequests, sendRaw, type HostileRequest } from '../../support/hostile-requests.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import type { Schemas } from './call.ts';
import { ASKED_ROUTES } from './every-route.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
/** Who may do everything that a person may. */
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
});
afterAll(() => world.stop());

const routes = ASKED_ROUTES.map((route) => ({ what: `${route.method.toUpperCase()} ${route.path}`, route }));

/** What is not as it should be in the answer to a request; null if it is refused as it should be. */
async function faultOf({ refusedWith, wrong, ...sent }: HostileRequest): Promise<string | null> {
  const answer = await sendRaw(world.url, { ...sent, headers: { ...owner.headers, ...sent.headers } });
  const isProblem = answer.headers['content-type'] === 'application/problem+json';
  const said = isProblem ? (JSON.parse(answer.text) as Schemas['Problem']) : null;
  const isKnown = said !== null && PROBLEM_CODES.includes(said.code);
  const isWhole = isKnown && said.detail !== '' && said.requestId === answer.headers['x-request-id'];
  if (refusedWith.includes(answer.status) && isWhole) return null;
  return `${wrong}: ${answer.status} ${answer.text.slice(0, 300)}`;
}

describe('what is wrong in one way is refused, and says so', () => {
  it.each(routes)('$what', async ({ route }) => {
    const faults = await Promise.all(hostileRequests(route).map(faultOf));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });
});
