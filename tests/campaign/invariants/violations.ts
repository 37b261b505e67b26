// What must hold after every run, whatever struck it (I1 to I10). Each is looked for in the systems themselves: the
// payment company's own record, the tables, the workflow's history, the emails that arrived.
import { inArray } from 'drizzle-orm';
import { refunds } from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import { inLanes } from '../in-lanes.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import { checkBank, checkTrust } from './check-bank.ts';
import { checkBooks } from './check-books.ts';
import { checkChain } from './check-chain.ts';
import { checkEmails, checkUnnotedEmails } from './check-emails.ts';
import { checkEnd } from './check-end.ts';
import { checkHeard } from './check-heard.ts';
import { checkHold } from './check-hold.ts';
import { checkPayment } from './check-payment.ts';
import { checkRepayment } from './check-repayment.ts';
import { checkWorkflow } from './check-workflow.ts';
import type { Violation } from './invariant.ts';

/** A worker has to replay what is asked about, and other runs go on beside it. */
const AT_ONCE = 10;

/**
 * Every violation about these payments; none where all is well. Asked when the run has come to rest, and again where
 * other runs have just killed what is asked.
 * @param emailsForgotten the database lost what it had noted of emails that had arrived
 * @param historiesForgotten Temporal lost its database: what was closed by then has no workflow
 */
export async function violationsOf(
  world: CampaignWorld,
  transactionIds: readonly TransactionId[],
  { emailsForgotten = false, historiesForgotten = false } = {},
): Promise<Violation[]> {
  // Whichever firm's: a run may have made one of its own.
  const rows = await patiently(() =>
    world.db
      .select()
      .from(refunds)
      .where(inArray(refunds.transactionId, [...transactionIds])),
  );
  const arrived = Map.groupBy(world.emails(), ({ text }) => /^Transaction ID: (\S+)$/m.exec(text)?.[1]);
  const aboutPayments = await inLanes(transactionIds, AT_ONCE, (id) =>
    patiently(async () => [
      ...(await checkPayment(world, id, rows)),
      ...(await checkBank(world, id)),
      ...(await checkRepayment(world, id)),
      ...(emailsForgotten ? [] : await checkUnnotedEmails(world, id, arrived.get(id) ?? [])),
    ]),
  );
  const aboutRefunds = await inLanes(rows, AT_ONCE, (row) =>
    patiently(async () => [
      ...(await checkBooks(world, row)),
      ...(await checkHold(world, row)),
      ...(await checkEnd(world, row)),
      ...(await checkWorkflow(world, row, historiesForgotten)),
      ...(await checkEmails(world, row, arrived.get(row.transactionId) ?? [])),
      ...(await checkChain(world, row)),
      ...(await checkHeard(world.db, row, new Date())),
    ]),
  );
  const aboutTrust = await inLanes([...new Set(rows.map(({ firmId }) => firmId))], AT_ONCE, (firmId) =>
    patiently(() => checkTrust(world, firmId)),
  );
  return [...aboutPayments, ...aboutRefunds, ...aboutTrust].flat();
}
