import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import type { Db } from '@makewhole/db/connect';
import { SCOPES } from '@makewhole/domain/roles';
import type { TransactionId } from '@makewhole/domain/ids';
import { call, type Answer, type Call, type Schemas } from '../integration/api/call.ts';
import { givePayment, type WantedPayment } from '../support/small-firm.ts';
import type { CampaignCompany } from './companies.ts';
import { patiently } from './patience.ts';

/** More than all trust refunds of a campaign take out. */
const TRUST_BALANCE = 900_000_000_00;

export type Refund = Schemas['Refund'];

/** Makes a firm and a program of it, which may do everything. @returns the firm and what is done in its name */
export async function openFirm(
  db: Db,
  { api, company, createFirm }: Pick<CampaignCompany, 'company' | 'createFirm'> & { readonly api: string },
) {
  const firm = await createFirm(TRUST_BALANCE);
  const { firmId } = firm;
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Fault campaign' });
  const { key } = await createApiKey(db, { firmId, principalId, scopes: SCOPES });

  const ask = <Body = Refund>(what: string, options: Call = {}): Promise<Answer<Body>> =>
    patiently(async () => {
      const answer = await call<Body>(api, what, { key, ...options });
      // It says itself that it may be asked again: some part of it is away.
      if (answer.status >= 500) throw new Error(`${what}: ${answer.text}`);
      return answer;
    });

  return {
    firm,
    apiKey: key,
    /** Asks the API, again until it answers. */
    ask,
    pay: (wanted: WantedPayment): Promise<TransactionId> =>
      patiently(() => givePayment(db, company, firm, wanted)),
    find: async (refundId: string): Promise<Refund> => (await ask(`GET /v1/refunds/${refundId}`)).body,
  };
}
