import { randomUUID } from 'node:crypto';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { asId, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { LedgerEntry } from '@makewhole/domain/postings';
import { createSmallFirm } from '../support/small-firm.ts';
import { ratePerSecond } from './in-flight.ts';
import { compared, type Measure } from './measure.ts';
import { startProduct, type Product } from './product.ts';
import { alternate } from './rounds.ts';

const POSTINGS_A_ROUND = 1_500;
const AT_ONCE = 10;
const ROUNDS = 5;
const FIRMS = 30;
const ENTRIES: readonly LedgerEntry[] = [
  { account: 'operating_bank', matterId: null, amount: money(-1_250_00) },
  { account: 'refunds_clearing', matterId: null, amount: money(1_250_00) },
];

export const hotAccount: Measure = {
  name: 'hot-account',
  meaning: `Postings on one firm's operating account, ${AT_ONCE} at once, against a bare append: one statement that puts the same three rows (a posting, two entries) into tables that have the same columns and a primary key, and no constraint, no index and no trigger more. Beside it the same postings spread over ${FIRMS} firms: what one hot account costs against many cool ones.`,
  async run(bench) {
    const product = await startProduct(bench, { hasWorker: false });
    const { db, firm } = product;
    const firms = await Promise.all(Array.from({ length: FIRMS }, () => createSmallFirm(db)));
    await createBareTables(product);
    const onHot = () => rate((_nth) => post(product, firm.firmId));
    const againstAppend = await alternate(ROUNDS, onHot, () => rate(() => append(product)));
    const againstSpread = await alternate(ROUNDS, onHot, () =>
      rate((nth) => post(product, firms[nth % FIRMS]?.firmId ?? firm.firmId)),
    );
    await product.stop();
    const words = { what: 'Postings on one hot account', unit: 'a second' };
    const targets = [{ name: 'target', bound: 'at least', value: 0.8 }] as const;
    return [
      compared({ ...words, against: 'a bare append of the same rows', targets }, againstAppend),
      compared({ ...words, against: `the same over ${FIRMS} firms` }, againstSpread),
    ];
  },
};

function rate(run: (nth: number) => Promise<void>): Promise<number> {
  return ratePerSecond(POSTINGS_A_ROUND, AT_ONCE, run);
}

async function post({ db }: Product, firmId: FirmId): Promise<void> {
  const transactionId = asId<TransactionId>(`txn_${randomUUID()}`);
  const key = { step: 'receipt', leg: 'operating', allocationId: null } as const;
  const posted = await insertPosting(db, { firmId, transactionId, at: new Date() }, key, ENTRIES);
  if (!posted) throw new Error('The posting stood already');
}

async function createBareTables({ sql }: Product): Promise<void> {
  await sql`CREATE TABLE bare_postings (LIKE postings)`;
  await sql`ALTER TABLE bare_postings ADD PRIMARY KEY (id)`;
  await sql`CREATE TABLE bare_entries (LIKE ledger_entries)`;
  await sql`ALTER TABLE bare_entries ADD PRIMARY KEY (posting_id, line)`;
}

async function append({ sql, firm }: Product): Promise<void> {
  const id = `post_${randomUUID()}`;
  await sql`
    WITH posting AS (
      INSERT INTO bare_postings (id, firm_id, transaction_id, step, leg, is_void, at)
      VALUES (${id}, ${firm.firmId}, ${`txn_${randomUUID()}`}, 'receipt', 'operating', false, ${new Date().toISOString()})
    )
    INSERT INTO bare_entries (posting_id, line, firm_id, account, amount)
    VALUES (${id}, 1, ${firm.firmId}, 'operating_bank', -125000), (${id}, 2, ${firm.firmId}, 'refunds_clearing', 125000)`;
}
