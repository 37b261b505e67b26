// The secrets that the local stack generates at its first start and keeps in its data folder.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeJson } from './json-file.ts';
import { causeLine, StackError } from './stack-error.ts';

export type Secrets = {
  readonly processorApiKey: string;
  readonly processorWebhookSecret: string;
  readonly authSecret: string;
  readonly webhookSigningKey: string;
  /** Seals the credentials of payment companies. */
  readonly credentialKeys: string;
  /** An Ed25519 key pair, each half 32 bytes in base64url. */
  readonly auditSigningKey: string;
  readonly auditPublicKey: string;
  /** An API key is shown once, when it is created; absent until then. */
  readonly apiKey?: string;
  /** Generated if the database is not the local one. */
  readonly demoPassword?: string;
};

/** Reads the secrets, which the first run generates. Secrets that an older run did not know are added and kept. */
export function readSecrets(file: string): Secrets {
  if (!existsSync(file)) writeJson(file, newSecrets());
  try {
    // Only this file writes it.
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
    const secrets = { ...newSecrets(), ...kept };
    if (Object.keys(secrets).some((name) => !(name in kept))) writeJson(file, secrets);
    return secrets;
  } catch (error) {
    throw new StackError(`${file} cannot be read (${causeLine(error)}): npm run reset starts afresh.`);
  }
}

function newSecrets(): Secrets {
  const { d: auditSigningKey = '', x: auditPublicKey = '' } = generateKeyPairSync(
    'ed25519',
  ).privateKey.export({
    format: 'jwk',
  });
  return {
    processorApiKey: `sk_${randomBytes(24).toString('base64url')}`,
    // The form that Standard Webhooks prescribes.
    processorWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    authSecret: randomBytes(32).toString('base64url'),
    webhookSigningKey: randomBytes(32).toString('base64url'),
    credentialKeys: `k1:${randomBytes(32).toString('base64')}`,
    auditSigningKey,
    auditPublicKey,
  };
}

/** Stores the API key that was just shown. */
export function keepApiKey(file: string, apiKey: string): void {
  writeJson(file, { ...readSecrets(file), apiKey } satisfies Secrets);
}

/** An unguessable password for the demo firm's people: generated once, the same at every later start. */
export function keptDemoPassword(file: string): string {
  const secrets = readSecrets(file);
  const { demoPassword = randomBytes(12).toString('base64url') } = secrets;
  writeJson(file, { ...secrets, demoPassword } satisfies Secrets);
  return demoPassword;
}
