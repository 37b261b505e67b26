// makewhole doctor: what stops the first refund, of the installation and of each firm, each with its fix.
import type { Db } from '@makewhole/db/connect';
import { clockAheadMs } from '@makewhole/db/clock';
import { listFirms } from '@makewhole/db/firms/describe-firms';
import { findObstacles, type Obstacle } from '@makewhole/db/firms/find-obstacles';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openDatabase, readDatabaseSettings } from './database.ts';
import { examineMail, examineTemporal } from './examine-servers.ts';
import { finding, type Finding } from './finding.ts';
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
    const obstacles = await findObstacles(db, firm);
    findings.push(...obstacles.map((one) => finding(firm.name, ...wordsOf(one))));
  }
  return findings;
}

/** What is wrong, and its fix. */
function wordsOf(obstacle: Obstacle): readonly [what: string, fix: string] {
  switch (obstacle.kind) {
    case 'suspended':
      return ['The firm is suspended', 'makewhole firm suspend <firm> --end --reference ...'];
    case 'no_owner':
      return ownerWords(obstacle);
    case 'no_connection':
      return [
        'No payment company is connected',
        'an owner connects one: Settings, Connections; or makewhole connect',
      ];
    case 'connection_broken':
      return [
        `The payment company refuses the credentials of ${obstacle.label}`,
        'an owner replaces them: Settings, Connections',
      ];
    case 'connection_unconfirmed':
      return [
        `Nobody has confirmed the connection ${obstacle.label}`,
        'a second owner or a lawyer confirms it: Settings, Connections',
      ];
    case 'connection_disabled':
      return [`The connection ${obstacle.label} is disabled`, 'an owner enables it: Settings, Connections'];
    case 'mail_failing':
      return [
        `The mail server did not take ${obstacle.count} emails of the last day${obstacle.lastError === null ? '' : ` (${obstacle.lastError})`}`,
        'correct SMTP_URL and MAIL_FROM of the worker: it sends them again',
      ];
    case 'no_payments':
      return [
        'No payment is known yet',
        'look one up by its transaction ID in the portal: it is copied from the payment company',
      ];
  }
}

function ownerWords({
  email,
  invitation,
  lastError,
}: Extract<Obstacle, { kind: 'no_owner' }>): readonly [string, string] {
  if (email === null)
    return ['The firm has no owner', 'makewhole firm regain-owner --make-owner --email ...'];
  switch (invitation) {
    case 'waiting':
      return [
        `${email} has not been sent the invitation yet${lastError === null ? '' : ` (${lastError})`}`,
        'start the worker, and correct SMTP_URL; or makewhole firm create ... --print-link',
      ];
    case 'failed':
      return [`The invitation to ${email} could not be sent`, 'makewhole firm create ... --print-link'];
    case 'sent':
      return [
        `${email} has not opened the invitation`,
        'ask them; for another link: makewhole firm create ... --print-link',
      ];
    default:
      return [`${email} has not signed in yet`, 'ask them to sign in to the portal'];
  }
}

function linesOf(findings: readonly Finding[], { color }: Output): string[] {
  if (findings.length === 0) return [color.green('Nothing stops a refund.')];
  return findings.flatMap(({ about, what, fix }) => [
    `${color.red('!')} ${about === null ? '' : `${about}: `}${what}`,
    `    ${fix}`,
  ]);
}
