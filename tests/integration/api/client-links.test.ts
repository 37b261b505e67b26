// The client's link (M3): made, opened without a sign-in, revoked; and as good as wrong in every other case.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { byOwner } from '../../support/small-firm.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Answer, type Schemas } from './call.ts';
import { sessionOf } from './session.ts';

let world: ApiWorld;
let refund: Schemas['Refund'];
beforeAll(async () => {
  world = await createApiWorld();
  await turn(true);
  refund = (await askForRefund(world, { transactionId: await world.pay() })).body;
});
afterAll(() => world.stop());

const turn = (clientLinks: boolean) =>
  changeFirm(world.db, byOwner(world.firm), { clientLinks }, { steppedUp: true });
const make = () =>
  call<Schemas['MadeClientLink']>(world.url, `POST /v1/refunds/${refund.id}/client-links`, {
    key: world.key,
  });
const tokenOf = ({ body }: Answer<Schemas['MadeClientLink']>) => body.url.split('/').at(-1) ?? '';
const open = <Body = Schemas['Problem']>(token: string) =>
  call<Body>(world.url, 'POST /v1/client-links/open', { body: { token } });

it('shows a client where the refund is and whom to call, and nothing of the matter or the reason', async () => {
  const made = await make();
  expect(made.status).toBe(201);
  expect(made.body.url).toMatch(/^http:\/\/portal\.example\/r\/[\w-]{43}$/);
  const letterhead = { address: '1 Court St', phone: '(555) 010-0199', email: 'office@adler.example' };
  await changeFirm(world.db, byOwner(world.firm), { letterhead }, { steppedUp: true });
  const seen = await open<Schemas['ClientRefund']>(tokenOf(made));
  expect(seen.body).toMatchObject({
    ...{ status: 'requested', amount: 1_250_00, last4: '4242', traceNumber: null, acceptedAt: null },
    firm: { letterhead },
  });
  expect(seen.headers.get('cache-control')).toBe('no-store');
  for (const hidden of ['Paid twice by mistake', '2026-014', refund.id, refund.transactionId, 'Dana']) {
    expect(seen.text).not.toContain(hidden);
  }
});

it('stores the hash of a token alone, and records who made the link', async () => {
  const made = await make();
  const rows = await world.db.execute(sql`SELECT * FROM client_links WHERE id = ${made.body.id}`);
  expect(JSON.stringify(rows)).not.toContain(tokenOf(made));
  const [event] = await world.db.execute(sql`SELECT data FROM refund_events
    WHERE refund_id = ${refund.id} AND type = 'client_link.made' ORDER BY seq DESC LIMIT 1`);
  expect(event?.['data']).toMatchObject({ linkId: made.body.id });
});

it('opens nothing for a wrong, revoked or expired token, or once the firm gives no links, and says the same of each', async () => {
  const [revoked, expired, off] = [await make(), await make(), await make()];
  const answer = await call<Schemas['ClientLink']>(
    world.url,
    `POST /v1/client-links/${revoked.body.id}/revoke`,
    { key: world.key },
  );
  expect(answer.body).toMatchObject({ works: false });
  await world.db.execute(sql`UPDATE client_links SET expires_at = now() - interval '1 second'
    WHERE id = ${expired.body.id}`);
  const refused = [await open('x'.repeat(43)), await open(tokenOf(revoked)), await open(tokenOf(expired))];
  await turn(false);
  refused.push(await open(tokenOf(off)));
  expect((await make()).status).toBe(409);
  await turn(true);
  expect((await open(tokenOf(off))).status).toBe(200);
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(refused.map(({ text }) => (JSON.parse(text) as Schemas['Problem']).detail)).size).toBe(1);
});

it('is made and revoked by who may inform clients: no viewer, and no other firm', async () => {
  const viewer = await sessionOf(world, world.firm, 'viewer');
  const path = `/v1/refunds/${refund.id}/client-links`;
  expect((await call(world.url, `POST ${path}`, { headers: viewer.headers })).status).toBe(403);
  expect((await call(world.url, `POST ${path}`, { key: world.otherKey })).status).toBe(404);
  const { body } = await make();
  const revoke = `POST /v1/client-links/${body.id}/revoke`;
  expect((await call(world.url, revoke, { key: world.otherKey })).status).toBe(404);
  const listed = await call<Schemas['ClientLinks']>(world.url, `GET ${path}`, { key: world.key });
  expect(listed.body.data[0]).toMatchObject({ id: body.id, works: true });
  expect(listed.text).not.toContain('http');
});

it('limits how many tokens one address may try', async () => {
  const tried = await Promise.all(Array.from({ length: 125 }, () => open('y'.repeat(43))));
  expect(tried.some(({ status }) => status === 429)).toBe(true);
});
