// Stripe's double as a process of its own, and its /control surface.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export async function startStripeDouble() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stripe-double/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const ready = z.tuple([z.string()]);
  const [line] = ready.parse(
    await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]),
  );
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(line));
  const ask = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`/control/${path}: ${await response.text()}`);
    return z.object({ value: z.unknown() }).parse(await response.json()).value;
  };
  return {
    url,
    /** @param path below /control @returns its value */
    ask,
    /** A payment, with both of its IDs. */
    pay: async (wanted: object) =>
      z.object({ id: z.string(), chargeId: z.string() }).parse(await ask('pay', wanted)),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
