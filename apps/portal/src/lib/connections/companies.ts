// The payment companies that a firm can connect, as people know them.

const NAMES: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  sandbox: 'Sandbox',
  sandbox_keyless: 'Sandbox without keys',
};

/** What every firm may connect. A stand-in is offered only to a firm that has a connection to one. */
const COMPANIES = ['stripe'];

export function companyName(kind: string): string {
  return NAMES[kind] ?? kind;
}

/** The kinds of connection to offer to a firm that has these. */
export function offeredKinds(connections: readonly { readonly kind: string }[]): readonly string[] {
  return [...new Set([...COMPANIES, ...connections.map(({ kind }) => kind)])];
}
