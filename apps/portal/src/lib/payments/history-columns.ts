// Which columns a person wants in Payment History, kept in a cookie: it works without scripts, and is a matter of the
// screen. Payer, status and amount always show.

export const HISTORY_COLUMNS = [
  { name: 'date', label: 'Date' },
  { name: 'method', label: 'Method' },
  { name: 'account', label: 'Account' },
  { name: 'id', label: 'Transaction ID' },
] as const;
export type HistoryColumn = (typeof HISTORY_COLUMNS)[number]['name'];

export const COLUMNS_COOKIE = 'history-columns';

/** All of them unless the person chose; what the cookie says wrongly is left out. */
export function readColumns(cookie: string | undefined): readonly HistoryColumn[] {
  const names = HISTORY_COLUMNS.map(({ name }) => name);
  if (cookie === undefined) return names;
  const chosen = cookie.split('.');
  return names.filter((name) => chosen.includes(name));
}

export function writeColumns(chosen: readonly string[]): string {
  return HISTORY_COLUMNS.map(({ name }) => name)
    .filter((name) => chosen.includes(name))
    .join('.');
}
