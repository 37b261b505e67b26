// The filters of the list of bank lines, as its address has them.
const EMPTY = { account: '', statement: '', matched: '', from: '', to: '', q: '' } as const;

export type LinesQuery = Readonly<Record<keyof typeof EMPTY, string>>;

const NAMES = Object.keys(EMPTY) as readonly (keyof LinesQuery)[]; // the keys of a literal

export function readLinesQuery(params: URLSearchParams): LinesQuery {
  const read = Object.fromEntries(NAMES.map((name) => [name, params.get(name)?.trim() ?? '']));
  return { ...EMPTY, ...read };
}

/** Whether the list is narrowed at all. */
export function isNarrowed(query: LinesQuery): boolean {
  return NAMES.some((name) => query[name] !== '');
}

/** The list's address; @param cursor of the page, null for the first one */
export function linesUrl(query: LinesQuery, cursor: string | null = null): string {
  return withQuery('/reconciliation/bank/lines', query, cursor);
}

/** Where the whole list is as a table to save. */
export function linesExportUrl(query: LinesQuery): string {
  return withQuery('/reconciliation/bank/lines/list.csv', query, null);
}

function withQuery(path: string, query: LinesQuery, cursor: string | null): string {
  const params = new URLSearchParams(
    NAMES.flatMap((name) => (query[name] === '' ? [] : [[name, query[name]]])),
  );
  if (cursor !== null) params.set('cursor', cursor);
  const search = params.toString();
  return `${path}${search === '' ? '' : `?${search}`}`;
}

/** What the API is asked for. */
export function linesFilter({ account, statement, matched, from, to, q }: LinesQuery) {
  return {
    ...(account !== '' && { bankAccountId: account }),
    ...(statement !== '' && { statementId: statement }),
    ...((matched === 'true' || matched === 'false') && { matched: matched === 'true' }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
    ...(q !== '' && { q }),
  };
}
