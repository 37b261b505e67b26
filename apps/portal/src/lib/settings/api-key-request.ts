// The form in which an owner requests a program's key, and the labels of its scopes.
import { SCOPES, type Scope } from '@makewhole/domain/roles';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { textOf } from '#lib/forms/text-of.ts';

export const SCOPE_LABELS: Record<Scope, { label: string; meaning: string }> = {
  read: {
    label: 'Read',
    meaning: "View payments, refunds, and reports. Can't change anything.",
  },
  refund: {
    label: 'Refund payments',
    meaning:
      "Request and cancel refunds, void authorizations, decide invoices, and resolve reconciliation differences. Can't approve.",
  },
  import: {
    label: 'Import data',
    meaning:
      "Import clients, matters, invoices, and trust balances from your practice-management system, assign payments, and invite viewers. Can't move money.",
  },
  trust: {
    label: 'Record trust steps',
    meaning: 'Record trust payments, deposits, and transfers that a lawyer has authorized.',
  },
  connect: {
    label: 'Connect payment processors',
    meaning: 'Add connections. In live mode, a second person must confirm them.',
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
      name === '' && { name: 'Enter a name, such as "Practice management". It\'s shown on refunds.' }),
    ...(isNew &&
      name.length > TEXT_LENGTH_MAX.programName && {
        name: `Name must be ${TEXT_LENGTH_MAX.programName} characters or fewer (now ${name.length}).`,
      }),
    ...(scopes.length === 0 && { scopes: 'Choose at least one permission.' }),
  };
}
