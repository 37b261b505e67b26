// Webhook signing secrets are derived, not stored: from the installation's signing key, the endpoint and the number of
// the rotation. A copy of the database can sign nothing.
import { createHmac } from 'node:crypto';

/** In the Standard Webhooks form: whsec_ and the base64 of 32 bytes. `version` is 1, 2, 3 ... */
export function webhookSecret(signingKey: string, endpointId: string, version: number): string {
  const bytes = createHmac('sha256', signingKey).update(`webhook:${endpointId}:${version}`).digest();
  return `whsec_${bytes.toString('base64')}`;
}
