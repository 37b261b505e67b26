// The forms of a connection to a payment company. What the company issued never goes back to the form.
import {
  CONNECTION_MODES,
  DRAWS_ON,
  PAYS_OUT_TO,
  SETTLES,
  hasImpossibleLosses,
} from '@makewhole/domain/connections';
import { LOSSES_DEBIT } from '@makewhole/domain/losses';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import type { Connection, NewConnection } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { companyName } from './companies.ts';

type Rules = Pick<NewConnection, 'settles' | 'paysOutTo' | 'lossesDebit' | 'drawsOn'>;
type ByMethod<Value> = { readonly [Method in 'card' | 'ach']?: Value };

/** What was chosen; a method is absent as long as nobody has said it. */
export type RuleValues = Pick<Rules, 'settles' | 'paysOutTo'> & {
  readonly drawsOn: ByMethod<Rules['drawsOn']['card']>;
  readonly lossesDebit: ByMethod<Rules['lossesDebit']['card']>;
};

export type ConnectionChanges = RuleValues & { readonly label: string };

export type ConnectionValues = ConnectionChanges & {
  readonly kind: string;
  /** Null as long as nobody has said it. */
  readonly mode: Connection['mode'] | null;
  readonly account: string;
};

/** What the company issued; `url` only for a stand-in. */
export type CredentialValues = {
  readonly apiKey: string;
  /** Newest first. */
  readonly webhookSecrets: readonly string[];
  readonly url?: string;
};

export type ConnectionErrors = {
  readonly [
    Field in
      | 'label'
      | 'account'
      | 'mode'
      | 'drawsOnCard'
      | 'drawsOnAch'
      | 'paysOutTo'
      | 'apiKey'
      | 'webhookSecrets'
      | 'url'
  ]?: string;
};

const WEBHOOK_SECRETS_MAX = 2;

export function readNewConnection(form: FormData): ConnectionValues {
  return {
    kind: textOf(form, 'kind'),
    mode: CONNECTION_MODES.find((known) => known === textOf(form, 'mode')) ?? null,
    account: textOf(form, 'account'),
    ...readChanges(form),
  };
}

export function readChanges(form: FormData): ConnectionChanges {
  return {
    label: textOf(form, 'label'),
    settles: SETTLES.find((known) => known === textOf(form, 'settles')) ?? 'gross',
    paysOutTo: PAYS_OUT_TO.find((known) => known === textOf(form, 'paysOutTo')) ?? 'mixed',
    drawsOn: byMethod(form, 'drawsOn', DRAWS_ON),
    lossesDebit: byMethod(form, 'lossesDebit', LOSSES_DEBIT),
  };
}

export function readCredentials(form: FormData): CredentialValues {
  const url = textOf(form, 'url');
  return {
    apiKey: textOf(form, 'apiKey'),
    webhookSecrets: textOf(form, 'webhookSecrets')
      .split(/[\s,]+/)
      .filter((secret) => secret !== ''),
    ...(url !== '' && { url }),
  };
}

/** What is wrong with each field; empty if nothing is. */
export function findConnectionFaults(values: ConnectionValues): ConnectionErrors {
  const { account, mode, drawsOn } = values;
  return {
    ...findChangeFaults(values),
    ...(account === '' && { account: 'Give the ID of your account, as the company writes it.' }),
    ...(account.length > TEXT_LENGTH_MAX.processorAccount && {
      account: `Shorten the account to ${TEXT_LENGTH_MAX.processorAccount} characters. It has ${account.length}.`,
    }),
    ...(mode === null && { mode: 'Say whether it moves money.' }),
    ...(drawsOn.card === undefined && { drawsOnCard: 'Say which account refunds of card payments leave.' }),
    ...(drawsOn.ach === undefined && { drawsOnAch: 'Say which account refunds of ACH payments leave.' }),
  };
}

export function findChangeFaults({ label, lossesDebit, ...values }: ConnectionChanges): ConnectionErrors {
  const { card = 'operating', ach = 'operating' } = lossesDebit;
  return {
    ...(label === '' && { label: 'Name the connection, such as "Operating at Stripe".' }),
    ...(label.length > TEXT_LENGTH_MAX.connectionLabel && {
      label: `Shorten the name to ${TEXT_LENGTH_MAX.connectionLabel} characters. It has ${label.length}.`,
    }),
    ...(hasImpossibleLosses({ ...values, lossesDebit: { card, ach } }) && {
      paysOutTo:
        'What it pays out to trust is net of disputes and returns. Choose the account of the payment for both, or another account here.',
    }),
  };
}

/** What is wrong at first sight, before the company is asked: no message repeats a secret. */
export function findCredentialFaults(
  { kind, mode }: Pick<ConnectionValues, 'kind' | 'mode'>,
  { apiKey, webhookSecrets, url }: CredentialValues,
): ConnectionErrors {
  if (kind !== 'stripe') {
    return {
      ...(apiKey === '' && { apiKey: `Enter the API key of the ${companyName(kind).toLowerCase()}.` }),
      ...(url === undefined && { url: 'Enter its address, such as http://localhost:4010.' }),
    };
  }
  const isKey = /^[rs]k_(?:live|test)_/.test(apiKey);
  return {
    ...(apiKey === '' && { apiKey: 'Enter the restricted key that Stripe made for you.' }),
    ...(apiKey !== '' && !isKey && { apiKey: 'Copy a restricted key from Stripe: it begins with rk_.' }),
    ...(isKey &&
      mode !== null &&
      !apiKey.includes(`_${mode}_`) && {
        apiKey: `This key is not for ${mode} mode. Copy one from the Stripe Dashboard in ${mode} mode.`,
      }),
    ...(webhookSecrets.some((secret) => !secret.startsWith('whsec_')) && {
      webhookSecrets: 'Copy the signing secret of the endpoint from Stripe: it begins with whsec_.',
    }),
    ...(webhookSecrets.length > WEBHOOK_SECRETS_MAX && {
      webhookSecrets: `Enter at most ${WEBHOOK_SECRETS_MAX} signing secrets, the newest first.`,
    }),
  };
}

function byMethod<Value extends string>(
  form: FormData,
  name: string,
  values: readonly Value[],
): ByMethod<Value> {
  const chosen = (method: string) => values.find((known) => known === textOf(form, `${name}${method}`));
  const [card, ach] = [chosen('Card'), chosen('Ach')];
  return { ...(card !== undefined && { card }), ...(ach !== undefined && { ach }) };
}
