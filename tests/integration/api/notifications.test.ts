// Emails that are sent again (R9): by people of the firm alone, noted with who asked, and not too often.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { markNotificationSent, prepareNews } from '@makewhole/db/notifications/prepare-notifications';
import { listOpenResends } from '@makewhole/db/notifications/resend-notification';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { RESENDS_MAX } from '@makewhole/domain/contracts/resend-email';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';
import { notifications } from '@makewhole/db/schema/notifications';

const HOUR_MS = 3_600_000;

let world: ApiWorld;
let admin: Session;
beforeAll(async () => {
  world = await createApiWorld();
  admin = await sessionOf(world, world.firm, 'admin');
});
afterAll(() => world.stop());

/** An email of a new refund that was sent an hour ago. */
async function sentEmail(): Promise<{ id: string; refundId: string }> {
  const refund = (await askForRefund(world, { transactionId: await world.pay() })).body;
  const { firmId } = world.firm;
  const at = new Date(Date.now() - HOUR_MS);
  const key = { firmId, refundId: asId<RefundId>(refund.id) };
  const [email] = await prepareNews(world.db, key, { event: 'refund_processing', at });
  if (email === undefined) throw new Error('Nobody is on the matter');
  await markNotificationSent(world.db, { ...email, firmId }, at);
  return { id: email.id, refundId: refund.id };
}

const resend = (id: string, { headers }: Session = admin) =>
  call<Schemas['Notification'] & Pick<Schemas['Problem'], 'code' | 'action'>>(
    world.url,
    `POST /v1/notifications/${id}/resend`,
    { headers },
  );

it('is noted with who asked, stays one email, and waits for the worker where Temporal is away', async () => {
  const { id, refundId } = await sentEmail();
  const { status, body } = await resend(id);
  expect([status, body]).toMatchObject([202, { id, status: 'pending', attempts: 1, error: null }]);
  const { body: refund } = await call<Schemas['Refund']>(world.url, `GET /v1/refunds/${refundId}`, {
    headers: admin.headers,
  });
  expect(refund.notifications?.filter((one) => one.id === id)).toHaveLength(1);
  const { body: events } = await call<Schemas['RefundEventPage']>(
    world.url,
    `GET /v1/refunds/${refundId}/events`,
    { key: world.key },
  );
  expect(events.data.at(-1)).toMatchObject({
    type: 'notification.resend',
    actor: admin.principalId,
    data: { notificationId: id, nth: 1 },
  });
  const page = { started: false, before: new Date(Date.now() + 1), after: null, limit: 100 };
  const stranded = await listOpenResends(world.db, page);
  expect(stranded).toContainEqual(expect.objectContaining({ notificationId: id, nth: 1 }));
});

it('is refused while it is under way, a moment later, and once it was sent ten times', async () => {
  const { id } = await sentEmail();
  const twice = await Promise.all([resend(id), resend(id)]);
  expect(twice.map(({ status }) => status).sort()).toEqual([202, 409]);
  expect(twice.find(({ status }) => status === 409)?.body.code).toBe('email_being_sent');
  const change = (changes: Partial<typeof notifications.$inferInsert>) =>
    world.db.update(notifications).set(changes).where(eq(notifications.id, id));
  await change({ status: 'sent' });
  const soon = await resend(id);
  expect([soon.status, soon.body.code]).toEqual([429, 'resent_too_often']);
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
  await change({ resendAskedAt: new Date(Date.now() - HOUR_MS), resends: RESENDS_MAX });
  expect((await resend(id)).status).toBe(429);
  await change({ resends: RESENDS_MAX - 1, status: 'failed' });
  expect((await resend(id)).status).toBe(202);
});

it('is refused for a reminder of what was done meanwhile', async () => {
  const { id } = await sentEmail();
  await world.db.update(notifications).set({ event: 'reminder:obl_gone:1' }).where(eq(notifications.id, id));
  const { status, body } = await resend(id);
  expect([status, body.code]).toEqual([409, 'not_owed']);
});

it("is not another firm's to ask for, nor a viewer's or a key's", async () => {
  const { id } = await sentEmail();
  expect((await resend(id, await sessionOf(world, world.otherFirm, 'owner'))).status).toBe(404);
  expect((await resend(id, await sessionOf(world, world.firm, 'viewer'))).status).toBe(403);
  const byKey = await call(world.url, `POST /v1/notifications/${id}/resend`, { key: world.key });
  expect([byKey.status, byKey.body.action]).toEqual([403, 'notification.resend']);
});
