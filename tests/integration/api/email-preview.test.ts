// The email of a refund, in its preview (B3, R9): with the reason as far as it is typed, and written down nowhere.
import { eq } from 'drizzle-orm';
import { matterUsers } from '@makewhole/db/schema/matters';
import { formatDayRange } from '@makewhole/domain/format-day';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { PORTAL_URL, createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const preview = (body: unknown) =>
  call<Schemas['RefundPreview'] & Pick<Schemas['Problem'], 'code'>>(world.url, 'POST /v1/refunds/preview', {
    key: world.key,
    body,
  });

it('is composed for the first of its readers, with the reason and the way to the refund', async () => {
  const transactionId = await world.pay();
  const { body } = await preview({ transactionId, reason: 'Paid <twice>\nby mistake' });
  expect(body.email).toMatchObject({
    to: body.recipients[0],
    subject: 'Payment refunded: $1,250.00 from Dana Whitfield',
  });
  expect(body.email?.text).toContain('Reason:\n  > Paid <twice>\n  > by mistake\n');
  expect(body.email?.text).toContain(`${PORTAL_URL}/payments/${transactionId}/refund`);
  expect(body.email?.text).toContain(formatDayRange(body.expected.earliest, body.expected.latest));
});

it('changes with the reason, and the preview that is confirmed does not', async () => {
  const transactionId = await world.pay();
  const [none, some] = [await preview({ transactionId }), await preview({ transactionId, reason: 'Twice' })];
  expect(none.body.email?.text).toContain('Reason:\n');
  expect(some.body.email?.text).toContain('Reason: Twice\n');
  expect(some.body.previewHash).toBe(none.body.previewHash);
});

it('goes once to a mailbox, however its address is written on the matter', async () => {
  const transactionId = await world.pay();
  const { firmId, matterId } = world.firm;
  const again = { firmId, matterId, email: 'NORA@Adler.example', name: 'Nora A.' };
  await world.db.insert(matterUsers).values(again);
  const { body } = await preview({ transactionId });
  await world.db.delete(matterUsers).where(eq(matterUsers.email, again.email));
  const addresses = body.recipients.map(({ email }) => email.toLowerCase());
  expect(addresses.toSorted()).toEqual(['luis@adler.example', 'nora@adler.example']);
});

it('is none where the payment has a refund already', async () => {
  const transactionId = await world.pay();
  await askForRefund(world, { transactionId });
  expect((await preview({ transactionId, reason: 'Twice' })).body.email).toBeNull();
});

it.each([[' '], ['x'.repeat(TEXT_LENGTH_MAX.reason + 1)], ['a\u0000b']])(
  'is not composed with a reason that could not be sent: %j',
  async (reason) => {
    const { status, body } = await preview({ transactionId: await world.pay(), reason });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  },
);
