// The demo firm never gets into somebody's own database by accident: it could not be taken out again, since the ledger and
// the timelines are append-only.
import { connect } from '@makewhole/db/connect';
import { findDemoPlace } from '@makewhole/db/seed/demo-place';
import { StackError } from './stack-error.ts';

/** As a URL has it. */
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const INSTEAD = 'docs/production.md says how to run Makewhole on your own servers, without the demo firm.';

/**
 * Before anything starts.
 * @throws StackError if DATABASE_URL is on another machine and nobody asked for the demo firm there
 */
export function checkDemoWanted({ DATABASE_URL, MAKEWHOLE_DEMO }: NodeJS.ProcessEnv): void {
  if (!DATABASE_URL || MAKEWHOLE_DEMO === 'true' || !URL.canParse(DATABASE_URL)) return;
  const { hostname } = new URL(DATABASE_URL);
  if (THIS_MACHINE.test(hostname)) return;
  throw new StackError(
    `npm start would write a demo firm into the database at ${hostname}, for good. ${INSTEAD} MAKEWHOLE_DEMO=true if you want the demo firm there.`,
  );
}

/**
 * Before the database is migrated.
 * @throws StackError if it has a firm, and not the demo firm
 */
export async function checkDemoPlace(databaseUrl: string): Promise<void> {
  const { db, close } = connect(databaseUrl, { connectionsMax: 1 });
  try {
    if ((await findDemoPlace(db)) !== 'taken') return;
  } finally {
    await close();
  }
  throw new StackError(
    `DATABASE_URL: this database has firms of its own, and npm start would write a demo firm beside them, for good. ${INSTEAD}`,
  );
}
