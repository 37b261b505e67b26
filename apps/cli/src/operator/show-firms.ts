import type { Db } from '@makewhole/db/connect';
import {
  FIRMS_SHOWN_MAX,
  describeFirm,
  findFirmsCalled,
  listFirms,
  type FirmDescription,
  type FirmSummary,
} from '@makewhole/db/firms/describe-firms';
import { CommandFailure } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';
import { readDatabaseSettings, withDatabase } from './database.ts';

export async function listFirmsCommand(output: Output): Promise<void> {
  const firms = await withDatabase(readDatabaseSettings(), listFirms);
  const rows = firms.map(({ firmId, name, timeZone, createdAt, suspendedAt }) => [
    ...[firmId, name, timeZone, createdAt.toISOString().slice(0, 10)],
    suspendedAt === null ? '' : 'suspended',
  ]);
  output.result(
    [
      ...(rows.length === 0 ? ['There is no firm yet: makewhole firm create'] : table(rows)),
      ...(rows.length === FIRMS_SHOWN_MAX ? [`These are the first ${FIRMS_SHOWN_MAX}.`] : []),
    ],
    firms,
  );
}

export async function showFirmCommand(wanted: string, output: Output): Promise<void> {
  const firm = await withDatabase(readDatabaseSettings(), async (db) =>
    describeFirm(db, await findOneFirm(db, wanted)),
  );
  output.result(linesOf(firm), firm);
}

/** @throws CommandFailure if there is none, or more than one */
export async function findOneFirm(db: Db, wanted: string): Promise<FirmSummary> {
  const [found, ...others] = await findFirmsCalled(db, wanted);
  if (found === undefined) {
    throw new CommandFailure(`There is no firm ${wanted}. makewhole firm list has those that there are.`);
  }
  if (others.length > 0) throw new CommandFailure(`Several firms are called ${wanted}: give the ID.`);
  return found;
}

function linesOf(firm: FirmDescription): string[] {
  const { suspendedAt, owners, connections } = firm;
  return [
    `${firm.name} (${firm.firmId}), ${firm.timeZone}, since ${firm.createdAt.toISOString().slice(0, 10)}`,
    ...(suspendedAt === null ? [] : [`Suspended since ${suspendedAt.toISOString()}`]),
    ...owners.map(({ email, status, lastSignInAt, invitation }) =>
      [
        `Owner ${email}: ${status}`,
        invitation === null ? null : `invitation ${invitation}`,
        lastSignInAt === null ? 'never signed in' : `last signed in ${lastSignInAt.toISOString()}`,
      ]
        .filter((part) => part !== null)
        .join(', '),
    ),
    ...(connections.length === 0 ? ['No payment company is connected'] : []),
    ...connections.map(({ kind, mode, status }) => `Connection ${kind}, ${mode} mode: ${status}`),
    `${firm.people} people, ${firm.matters} matters, ${firm.payments} payments, ${firm.refundsOpen} open refunds`,
  ];
}
