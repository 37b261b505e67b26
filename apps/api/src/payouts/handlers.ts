import { listPayouts, type PayoutView } from '@makewhole/db/payouts/list-payouts';
import { asId, type ConnectionId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { listPayoutsRoute } from './routes.ts';
import type { PayoutBody } from './schemas.ts';

export function addPayoutHandlers(app: App, { db }: Services): void {
  app.openapi(listPayoutsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { connectionId, cursor, limit } = c.req.valid('query');
    if (cursor !== undefined && !isStorableText(cursor)) return problem(c, BAD_CURSOR);
    // No connection can have such an ID.
    if (connectionId !== undefined && !isStorableText(connectionId)) {
      return c.json({ data: [], nextCursor: null }, 200);
    }
    const of = connectionId === undefined ? {} : { connectionId: asId<ConnectionId>(connectionId) };
    const { data, nextCursor } = await listPayouts(db, { firmId, ...of, cursor, limit });
    return c.json({ data: data.map(payoutBody), nextCursor }, 200);
  });
}

function payoutBody({ bookedAt, seenAt: _seenAt, items, ...payout }: PayoutView): PayoutBody {
  return { ...payout, bookedAt: bookedAt?.toISOString() ?? null, items: [...items] };
}
