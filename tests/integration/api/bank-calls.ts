// Statements as people bring them, and the calls that store and list them.
import { call, type Answer, type Schemas } from './call.ts';
import type { Session } from './session.ts';

type Refused = Pick<Schemas['Problem'], 'code' | 'detail' | 'renumbering'>;
export type Imported = Schemas['ImportedBankStatement'] & Refused;
export type Who = Session | string;

/** Calls as a person who is signed in, or with a key. */
export function callAs<Body>(url: string, who: Who, what: string, body?: unknown): Promise<Answer<Body>> {
  return call<Body>(url, what, {
    ...(typeof who === 'string' ? { key: who } : { headers: who.headers }),
    ...(body !== undefined && { body }),
  });
}

/** @param query beside the account */
export function sendStatement(
  url: string,
  who: Who,
  file: string,
  { account = 'trust', ...query }: Readonly<Record<string, string>> = {},
): Promise<Answer<Imported>> {
  const params = new URLSearchParams({ account, ...query });
  return call<Imported>(url, `POST /v1/bank-statements?${params.toString()}`, {
    ...(typeof who === 'string' && { key: who }),
    body: file,
    headers: { 'content-type': 'text/csv', ...(typeof who !== 'string' && who.headers) },
  });
}

export const csvOf = (...rows: readonly string[]) => ['date,description,amount', ...rows].join('\n');

/** Transactions of 2026: month and day, amount, FITID, name. @param balance what stands behind the transactions */
export const ofxOf = (
  account: string,
  lines: readonly (readonly [string, string, string, string])[],
  balance = '',
) =>
  `OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>011<ACCTID>${account}</BANKACCTFROM><BANKTRANLIST>${lines
    .map(
      ([day, amount, id, name]) =>
        `<STMTTRN><DTPOSTED>2026${day}<TRNAMT>${amount}<FITID>${id}<NAME>${name}</STMTTRN>`,
    )
    .join('')}</BANKTRANLIST>${balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

/** The balance of the bank at the end of a day of 2026. */
export const ledgerBalance = (amount: string, day: string) =>
  `<LEDGERBAL><BALAMT>${amount}<DTASOF>2026${day}</LEDGERBAL>`;

type Page = Schemas['BankLinePage'];

/** The lines that pass the filters, of all pages, as "day amount description". */
export async function listLines(
  url: string,
  who: Who,
  query: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const read = async (cursor: Readonly<Record<string, string>>): Promise<Page> => {
    const params = new URLSearchParams({ ...query, ...cursor });
    return (await callAs<Page>(url, who, `GET /v1/bank-lines?${params.toString()}`)).body;
  };
  const pages = [await read({})];
  for (let cursor = pages[0]?.nextCursor ?? null; cursor !== null;) {
    const page = await read({ cursor });
    pages.push(page);
    cursor = page.nextCursor;
  }
  return pages
    .flatMap(({ data }) => data)
    .map(({ date, amount, description }) => `${date} ${amount} ${description}`);
}
