// makewhole doctor: what stops the first refund, of the installation and of each firm, each with its fix.
import type { Db } from '@makewhole/db/connect';
import { clockAheadMs } from '@makewhole/db/clock';
import { listFirms } from '@makewhole/db/firms/describe-firms';
import { findObstacles } from '@makewhole/db/setup/find-obstacles';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openDatabase, readDatabaseSettings } from './database.ts';
import { examineMail, examineTemporal } from './examine-servers.ts';
import { finding, type Finding } from './finding.ts';
import { describeObstacle } from './obstacle-labels.ts';
import { findOneFirm } from './show-firms.ts';

const CLOCK_OFF_MAX_MS = 5_000;

/** Exit code 1 if anything stops the first refund. */
export async function examine(wanted: string | null, output: Output): Promise<void> {
  const { db, sql, close } = openDatabase(readDatabaseSettings());
  try {
    const fault = schemaFault(await readSchemaState(sql));
    const ofRows =
      fault === null
        ? [...(await examineClock(db)), ...(await examineFirms(db, wanted))]
        : [finding(null, fault.replace(/^DATABASE_URL: /, ''), 'makewhole migrate')];
    const findings = [...ofRows, ...(await examineTemporal()), ...(await examineMail())];
    output.result(linesOf(findings, output), { findings });
    if (findings.length > 0) process.exitCode = EXIT.failed;
  } finally {
    await close();
  }
}

async function examineClock(db: Db): Promise<readonly Finding[]> {
  const ahead = await clockAheadMs(db);
  if (Math.abs(ahead) <= CLOCK_OFF_MAX_MS) return [];
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return [
    finding(
      null,
      `The clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of Postgres`,
      'set both by NTP: codes of authenticator apps and expected dates need it',
    ),
  ];
}

async function examineFirms(db: Db, wanted: string | null): Promise<readonly Finding[]> {
  const firms = wanted === null ? await listFirms(db) : [await findOneFirm(db, wanted)];
  if (firms.length === 0) {
    return [finding(null, 'There is no firm', 'makewhole firm create --name ... --zone ... --owner ...')];
  }
  const findings: Finding[] = [];
  for (const firm of firms) {
    const obstacles = await findObstacles(db, firm, new Date());
    findings.push(...obstacles.map((one) => finding(firm.name, ...describeObstacle(one))));
  }
  return findings;
}

function linesOf(findings: readonly Finding[], { color }: Output): string[] {
  if (findings.length === 0) return [color.green('Nothing stops a refund.')];
  return findings.flatMap(({ about, what, fix }) => [
    `${color.red('!')} ${about === null ? '' : `${about}: `}${what}`,
    `    ${fix}`,
  ]);
}
