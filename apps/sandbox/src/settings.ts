import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

export type Settings = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly databasePath: string;
  readonly apiKey: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** From a refund's creation until it succeeds on its own; 0 means only by /control/settle. */
  readonly settleAfterMs: number;
  /** keyless: as bad as the worst company, which takes each send anew and answers no lookup. */
  readonly mode: 'keyed' | 'keyless';
};

/** An unusable setting; the message is one line: which variable, what is wrong, what to do. */
export class BadSettings extends Error {}

const DAY_MS = 24 * 60 * 60 * 1000;

const environment = z.object({
  SANDBOX_PORT: wholeNumber(65_535, 'set a port from 0 (any free one) to 65535'),
  SANDBOX_DB: text('set the path of the SQLite file that keeps the state'),
  SANDBOX_API_KEY: text('set the key that callers send as "Authorization: Bearer <key>"'),
  SANDBOX_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'is not an http(s) URL: set where the webhooks go' })
    .refine((url) => !url.includes('#'), 'has a fragment (#...): remove it'),
  SANDBOX_WEBHOOK_SECRET: z
    .string({ error: 'is missing: set "whsec_" followed by the base64 of the signing key' })
    .refine(isWebhookSecret, 'is not a signing secret: set "whsec_" followed by the base64 of the key'),
  SANDBOX_SETTLE_AFTER_MS: wholeNumber(
    365 * DAY_MS,
    'set milliseconds up to a year (0 means only by /control/settle)',
  ).default(20_000),
  SANDBOX_MODE: z.enum(['keyed', 'keyless'], { error: 'is no mode: set keyed or keyless' }).default('keyed'),
});

/** @throws BadSettings naming every variable that is missing or malformed; it never repeats secrets */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const read = environment.safeParse(variables);
  if (!read.success) {
    throw new BadSettings(
      read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
    );
  }
  return {
    port: read.data.SANDBOX_PORT,
    databasePath: read.data.SANDBOX_DB,
    apiKey: read.data.SANDBOX_API_KEY,
    webhookUrl: read.data.SANDBOX_WEBHOOK_URL,
    webhookSecret: read.data.SANDBOX_WEBHOOK_SECRET,
    settleAfterMs: read.data.SANDBOX_SETTLE_AFTER_MS,
    mode: read.data.SANDBOX_MODE,
  };
}

function text(whatToDo: string) {
  return z.string({ error: `is missing: ${whatToDo}` }).min(1, `is empty: ${whatToDo}`);
}

function wholeNumber(max: number, whatToDo: string) {
  return z
    .string({ error: `is missing: ${whatToDo}` })
    .regex(/^\d{1,12}$/, `is not a whole number: ${whatToDo}`)
    .transform(Number)
    .refine((value) => value <= max, `is too large: ${whatToDo}`);
}

function isWebhookSecret(secret: string): boolean {
  if (!secret.startsWith('whsec_')) return false;
  try {
    new Webhook(secret);
    return true;
  } catch {
    return false;
  }
}
