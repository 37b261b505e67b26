// The secrets with which webhooks are signed are made, not kept: from the installation's signing key, the endpoint and the
// number of the rotation. A copy of the database signs nothing.
import { createHmac } from 'node:crypto';

/** Of the form that Standard Webhooks prescribes: whsec_ and the base64 of 32 bytes. `version` is 1, 2, 3 ... */
export function webhookSecret(signingKey: string, endpointId: string, version: number): string {
  const bytes = createHmac('sha256', signingKey).update(`webhook:${endpointId}:${version}`).digest();
  return `whsec_${bytes.toString('base64')}`;
}
