import { randomUUID } from 'node:crypto';
import { ACCOUNT, type Answer, type SandboxProcess } from './sandbox-process.ts';

/** A settled card sale of 125.00 USD, as /control/payments takes it, but for what the test says. */
export function samplePayment(differently: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `txn_${randomUUID()}`,
    account: ACCOUNT,
    type: 'sale',
    amount: 12_500,
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
    matterNumber: 'M-1001',
    createdAt: '2026-03-02T15:00:00.000Z',
    capturedAt: '2026-03-02T15:00:00.000Z',
    settledAt: '2026-03-03T15:00:00.000Z',
    items: [{ description: 'Invoice 17', invoiceNumber: '17', account: 'operating', amount: 12_500 }],
    ...differently,
  };
}

/** Adds a sample payment and returns its ID. */
export async function addPayment(
  sandbox: SandboxProcess,
  differently: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const payment = samplePayment(differently);
  const { status, text } = await sandbox.post('/control/payments', { payments: [payment] });
  if (status !== 200) throw new Error(text);
  return payment.id;
}

/** Asks for the refund of a sample payment, in full and under a new key and reference, but for what the test says. */
export function askRefund(
  sandbox: SandboxProcess,
  paymentId: string,
  {
    key = randomUUID(),
    timeoutMs = 10_000,
    ...differently
  }: { key?: string; timeoutMs?: number; [field: string]: unknown } = {},
): Promise<Answer> {
  const body = { paymentId, amount: 12_500, currency: 'USD', reference: randomUUID(), ...differently };
  return sandbox.post('/v1/refunds', body, { key, timeoutMs });
}
