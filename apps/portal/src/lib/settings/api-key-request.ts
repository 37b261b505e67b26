// The form in which an owner requests a program's key, and the labels of its scopes.
import { SCOPES, type Scope } from '@makewhole/domain/roles';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { textOf } from '#lib/forms/text-of.ts';

export const SCOPE_LABELS: Record<Scope, { label: string; meaning: string }> = {
  read: {
    label: 'Look things up',
    meaning: 'Payments, refunds and reports. It changes nothing.',
  },
  refund: {
    label: 'Refund payments',
    meaning:
      'Ask for refunds and cancel them, void authorizations, take the invoice decision, explain what differs. It never approves.',
  },
  import: {
    label: 'Bring data in',
    meaning:
      'Clients, matters, invoices and trust money as the firm’s own system has them, the assignment of payments, and invitations of viewers. It moves no money.',
  },
  trust: {
    label: 'Record trust steps',
    meaning: 'The trust payment, the deposit and the transfer. For a program that acts on a lawyer’s word.',
  },
  connect: {
    label: 'Connect payment companies',
    meaning: 'Adds connections. In live mode a second person confirms them.',
  },
};

export type ApiKeyValues = {
  /** The key to replace; empty for a new program. */
  readonly replaces: string;
  /** The name of a new program. */
  readonly name: string;
  readonly scopes: readonly Scope[];
};

export type ApiKeyErrors = { readonly name?: string; readonly scopes?: string };

export function readApiKeyRequest(form: FormData): ApiKeyValues {
  const sent = form.getAll('scope');
  return {
    replaces: textOf(form, 'replaces'),
    name: textOf(form, 'name'),
    scopes: SCOPES.filter((scope) => sent.includes(scope)),
  };
}

/** What is wrong with each field; empty if nothing is. */
export function findApiKeyFaults({ replaces, name, scopes }: ApiKeyValues): ApiKeyErrors {
  const isNew = replaces === '';
  return {
    ...(isNew &&
      name === '' && { name: 'Name the program, such as "Practice management": people see it on refunds.' }),
    ...(isNew &&
      name.length > TEXT_LENGTH_MAX.programName && {
        name: `Shorten the name to ${TEXT_LENGTH_MAX.programName} characters. It has ${name.length}.`,
      }),
    ...(scopes.length === 0 && { scopes: 'Choose at least one: a key that may do nothing is of no use.' }),
  };
}
