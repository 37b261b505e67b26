// A person of a firm who may verify its audit trail (B9): only an owner may, and only signed in.
import { randomUUID } from 'node:crypto';
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { verifyAudit, type AuditVerdict } from '@makewhole/verify/verify-audit';
import { call } from '../integration/api/call.ts';
import { patiently } from './patience.ts';
import type { CampaignWorld } from './world.ts';

export type Verdicts = {
  /** What GET /v1/audit/verify says. */
  readonly online: AuditVerdict;
  /** What the offline verifier says of GET /v1/audit/export. */
  readonly offline: AuditVerdict;
};

/** Signs an owner in. @returns what asks both verifiers about the firm's whole trail */
export async function startAuditor({
  db,
  dev,
  firm,
}: Pick<CampaignWorld, 'db' | 'dev' | 'firm'>): Promise<() => Promise<Verdicts>> {
  const { firmId } = firm;
  const person = { firmId, name: 'The auditor', email: `auditor-${randomUUID()}@adler.example` };
  const password = randomUUID();
  const cookie = await patiently(async () => {
    const principalId = await createPrincipal(db, { ...person, kind: 'user', role: 'owner' });
    await createCredentials(db, { ...person, principalId, password });
    const { status, headers } = await call(dev.api, 'POST /auth/sign-in/email', {
      body: { email: person.email, password },
      headers: { origin: dev.portal },
    });
    if (status !== 200) throw new Error(`The auditor was not signed in: ${status}`);
    const cookies = headers.getSetCookie();
    return cookies.map((one) => one.split(';')[0]).join('; ');
  });
  const read = async <Body>(path: string) => {
    const answer = await call<Body>(dev.api, `GET ${path}`, { headers: { cookie, origin: dev.portal } });
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.text}`);
    return answer;
  };
  return () =>
    patiently(async () => {
      const { body: online } = await read<AuditVerdict>('/v1/audit/verify');
      // One that is cut short throws.
      const { text } = await read('/v1/audit/export');
      return { online, offline: await verifyAudit(text.split('\n')) };
    });
}
