import { expect } from 'vitest';
import type { Plays } from './describe-processor.ts';
import type { Fault } from './rig.ts';

export const SIGNING: Plays = {
  23: async ({ rig, connected, processor, fullRefund }) => {
    const { transactionId } = await rig.pay();
    await processor.refund(fullRefund(transactionId));
    await rig.step(transactionId, 'succeed');
    const now = new Date();
    const webhooks = await rig.webhooksOf(transactionId);
    const events = webhooks.flatMap((webhook) => {
      const verdict = connected.readWebhook(webhook, now);
      return verdict.kind === 'ok' ? [verdict.event] : [];
    });
    const refunds = events.flatMap((event) => ('refund' in event ? [event.refund] : []));
    expect(refunds.length).toBeGreaterThanOrEqual(2);
    expect(refunds.every((refund) => refund.transactionId === transactionId)).toBe(true);
    const webhook = webhooks.find((one) => {
      const verdict = connected.readWebhook(one, now);
      return verdict.kind === 'ok' && 'refund' in verdict.event;
    });
    if (webhook === undefined) throw new Error('No refund was reported');
    // Twice: the same event, by the same ID.
    expect(connected.readWebhook(webhook, now)).toEqual(connected.readWebhook(webhook, now));
    const kindOf = (odd: typeof webhook) => connected.readWebhook(odd, now).kind;
    expect(kindOf({ ...webhook, headers: {} })).toBe('forged');
    expect(kindOf({ ...webhook, body: `${webhook.body} ` })).toBe('forged');
    expect(kindOf({ ...webhook, body: JSON.stringify(JSON.parse(webhook.body), null, 1) })).toBe('forged');
    expect(kindOf(rig.signAgain(webhook, 'other_secret'))).toBe('forged');
    expect(kindOf(rig.signAgain(webhook, 'six_minutes_ago'))).toBe('forged');
    expect(kindOf(rig.signAgain(webhook, 'rolled_secret'))).toBe('ok');
  },

  25: async ({ rig, processor, fullRefund }) => {
    const said: unknown[] = [];
    const faults: readonly Fault[] = ['401', '500', 'html', 'truncated', 'cut_before'];
    for (const fault of faults) {
      const { transactionId } = await rig.pay();
      await rig.fault(fault, 'send');
      said.push(await processor.refund(fullRefund(transactionId)));
      await rig.fault(fault, 'lookup');
      said.push(await processor.getPayment({ transactionId }));
      await rig.clearFaults();
    }
    const { transactionId } = await rig.pay();
    for (const as of ['wrong_key', 'nobody_listens'] as const) {
      const stranger = rig.connect(as);
      said.push(await stranger.processor.refund(fullRefund(transactionId)), await stranger.check());
    }
    const text = JSON.stringify(said);
    for (const secret of rig.secrets) expect(text).not.toContain(secret);
  },
};
