import { parseSync } from 'ofx-js';
import { z } from 'zod';
import type { StatementContent } from './read-statement.ts';
import { amountOf, dateOf } from './statement-values.ts';
import { Unreadable } from './unreadable.ts';

/** OFX has one thing or several in the same place. */
const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]).optional();

const transaction = z.object({
  DTPOSTED: z.string(),
  TRNAMT: z.string(),
  FITID: z.string().min(1),
  NAME: z.string().optional(),
  MEMO: z.string().optional(),
  CHECKNUM: z.string().optional(),
  REFNUM: z.string().optional(),
});
const statement = z.object({
  STMTRS: z.object({
    CURDEF: z.string(),
    BANKTRANLIST: z.object({ STMTTRN: oneOrMore(transaction) }).optional(),
    LEDGERBAL: z.object({ BALAMT: z.string(), DTASOF: z.string() }).optional(),
  }),
});
const file = z.object({ OFX: z.object({ BANKMSGSRSV1: z.object({ STMTTRNRS: oneOrMore(statement) }) }) });

/** The transactions and the ledger balance of the bank account in an OFX file (SGML or XML, versions 1 and 2). */
export function readOfx(text: string): StatementContent {
  const read = file.safeParse(parsed(text));
  if (!read.success) {
    throw new Unreadable('This OFX file has no complete statement of a bank account. Export it again.');
  }
  const statements = read.data.OFX.BANKMSGSRSV1.STMTTRNRS ?? [];
  if (statements.length > 1) {
    throw new Unreadable(
      'This OFX file has the statements of several accounts. Export one account at a time.',
    );
  }
  const said = statements[0]?.STMTRS;
  if (said === undefined) return { lines: [], closing: null };
  const { CURDEF, BANKTRANLIST, LEDGERBAL } = said;
  if (CURDEF !== 'USD') throw new Unreadable(`This statement is in ${CURDEF}; the books are in USD.`);
  return {
    lines: (BANKTRANLIST?.STMTTRN ?? []).map(lineOf),
    closing: LEDGERBAL ? closingOf(LEDGERBAL) : null,
  };
}

function lineOf(one: z.infer<typeof transaction>) {
  const where = `Transaction ${one.FITID}`;
  const words = [one.NAME, one.MEMO, one.CHECKNUM, one.REFNUM];
  return {
    date: dateOf(one.DTPOSTED, where),
    amount: amountOf(one.TRNAMT, where),
    currency: 'USD' as const,
    description: words.filter((word) => word !== undefined && word !== '').join(' '),
    bankId: one.FITID,
  };
}

function closingOf({ BALAMT, DTASOF }: { readonly BALAMT: string; readonly DTASOF: string }) {
  const where = 'The ledger balance';
  return { balance: amountOf(BALAMT, where), date: dateOf(DTASOF, where) };
}

function parsed(text: string): unknown {
  try {
    return parseSync(text);
  } catch {
    throw new Unreadable('This OFX file is broken: it may have been cut short. Export it again.');
  }
}
