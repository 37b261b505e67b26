// What the local stack makes up for itself at its first start and keeps in its data folder.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeJson } from './json-file.ts';
import { causeLine, StackError } from './stack-error.ts';

export type Secrets = {
  readonly processorApiKey: string;
  readonly processorWebhookSecret: string;
  readonly authSecret: string;
  readonly webhookSigningKey: string;
  /** An API key is shown once, when it is made; absent until then. */
  readonly apiKey?: string;
  /** Made where the database is somebody's own. */
  readonly demoPassword?: string;
};

/** Reads the secrets, which the first run makes. */
export function readSecrets(file: string): Secrets {
  if (!existsSync(file)) {
    writeJson(file, {
      processorApiKey: `sk_${randomBytes(24).toString('base64url')}`,
      // The form that Standard Webhooks prescribes.
      processorWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
      authSecret: randomBytes(32).toString('base64url'),
      webhookSigningKey: randomBytes(32).toString('base64url'),
    } satisfies Secrets);
  }
  try {
    // Written by this file alone; before there were webhooks, without their key.
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Omit<Secrets, 'webhookSigningKey'> &
      Partial<Secrets>;
    if (kept.webhookSigningKey !== undefined) return { ...kept, webhookSigningKey: kept.webhookSigningKey };
    const secrets = { ...kept, webhookSigningKey: randomBytes(32).toString('base64url') };
    writeJson(file, secrets);
    return secrets;
  } catch (error) {
    throw new StackError(`${file} cannot be read (${causeLine(error)}): npm run reset starts afresh.`);
  }
}

/** Keeps the API key that was just shown. */
export function keepApiKey(file: string, apiKey: string): void {
  writeJson(file, { ...readSecrets(file), apiKey } satisfies Secrets);
}

/** A password for the demo firm's people that nobody could guess: made once, the same at every later start. */
export function keptDemoPassword(file: string): string {
  const secrets = readSecrets(file);
  const { demoPassword = randomBytes(12).toString('base64url') } = secrets;
  writeJson(file, { ...secrets, demoPassword } satisfies Secrets);
  return demoPassword;
}
