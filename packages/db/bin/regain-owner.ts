// For whoever runs Makewhole: helps a firm whose only owner cannot sign in any more (docs/operations.md). What it does is
// an event of the firm's timeline, with the reference that is given, and the person is told by email.
import { parseArgs } from 'node:util';
import { findSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { OPERATOR, type ChangedByOperator } from '../src/events/append-firm-event.ts';
import { connect, type Db } from '../src/connect.ts';
import { changeUser } from '../src/users/change-user.ts';
import { findSignIn } from '../src/users/find-sign-in.ts';
import { removeSecondFactor } from '../src/users/remove-second-factor.ts';

const USAGE = `DATABASE_URL=postgres://... npm run regain-owner -- --email <address> --reference <case> and one of
  --remove-second-factor   they lost their authenticator app and recovery codes
  --make-owner             the firm's only owner has left: this person of the firm becomes one`;
const REFERENCE_MAX = 100;

try {
  process.stdout.write(`${await regain()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function regain(): Promise<string> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      reference: { type: 'string' },
      'remove-second-factor': { type: 'boolean', default: false },
      'make-owner': { type: 'boolean', default: false },
    },
  });
  const { email, reference = '' } = values;
  const url = process.env.DATABASE_URL;
  const isOneOfTwo = values['remove-second-factor'] !== values['make-owner'];
  if (url === undefined || email === undefined || !isOneOfTwo) throw new Error(USAGE);
  if (reference.trim() === '' || reference.length > REFERENCE_MAX)
    throw new Error(`--reference is missing, or longer than ${REFERENCE_MAX} characters\n${USAGE}`);
  // It becomes part of the firm's timeline for good.
  if (findSensitiveNumbers(reference, 'words').length > 0)
    throw new Error(
      '--reference has a card number, a bank account or a Social Security number: leave it out',
    );
  const { db, close } = connect(url, { connectionsMax: 1 });
  try {
    return await help(db, { email, reference, makeOwner: values['make-owner'] });
  } finally {
    await close();
  }
}

type Wanted = { readonly email: string; readonly reference: string; readonly makeOwner: boolean };

/** @returns what was done, in words @throws Error with what is wrong */
async function help(db: Db, { email, reference, makeOwner }: Wanted): Promise<string> {
  const person = await findSignIn(db, email);
  if (person === null) throw new Error(`Nobody signs in as ${email}. Nothing was changed.`);
  const { firmId, principalId, name, role } = person;
  const by: ChangedByOperator = { firmId, principalId: OPERATOR, at: new Date(), reference };
  if (makeOwner) {
    if (role === 'owner') throw new Error(`${name} is an owner already. Nothing was changed.`);
    const outcome = await changeUser(db, by, principalId, { role: 'owner' });
    if (outcome !== 'changed') throw new Error(`Nothing was changed: ${outcome}`);
    return `${name} (${email}) is an owner of ${firmId} now.`;
  }
  const told = await removeSecondFactor(db, by, principalId);
  if (told === null) throw new Error(`${name} has no second factor. Nothing was changed.`);
  return `${name} (${email}) signs in with the password alone now. Their sessions have ended, and they are told by email.`;
}
