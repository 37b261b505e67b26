// Helps a firm whose only owner cannot sign in any more (docs/operations.md). It is an event of the firm's timeline, with the
// reference that is given, and the person is told by email.
import type { Db } from '@makewhole/db/connect';
import { OPERATOR, type ChangedByOperator } from '@makewhole/db/events/append-firm-event';
import { changeUser } from '@makewhole/db/users/change-user';
import { findSignIn } from '@makewhole/db/users/find-sign-in';
import { removeSecondFactor } from '@makewhole/db/users/remove-second-factor';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readDatabaseSettings, withDatabase } from './database.ts';
import { checkedReference } from './reference.ts';

type Options = {
  readonly email: string;
  readonly reference: string;
  readonly removeSecondFactor?: boolean;
  readonly makeOwner?: boolean;
};

export async function regainOwnerCommand(options: Options, output: Output): Promise<void> {
  const { email, makeOwner = false, removeSecondFactor: remove = false } = options;
  if (makeOwner === remove) {
    throw new CommandFailure('Give one of --remove-second-factor and --make-owner', EXIT.usage);
  }
  const reference = checkedReference(options.reference);
  const line = await withDatabase(readDatabaseSettings(), (db) =>
    regain(db, { email, reference, makeOwner }),
  );
  output.result([line], { email, makeOwner, done: line });
}

type Wanted = { readonly email: string; readonly reference: string; readonly makeOwner: boolean };

/** @returns what was done, in words @throws CommandFailure with what is wrong */
async function regain(db: Db, { email, reference, makeOwner }: Wanted): Promise<string> {
  const person = await findSignIn(db, email);
  if (person === null) throw new CommandFailure(`Nobody signs in as ${email}. Nothing was changed.`);
  const { firmId, principalId, name, role } = person;
  const by: ChangedByOperator = { firmId, principalId: OPERATOR, at: new Date(), reference };
  if (makeOwner) {
    if (role === 'owner') throw new CommandFailure(`${name} is an owner already. Nothing was changed.`);
    const outcome = await changeUser(db, by, principalId, { role: 'owner' });
    if (outcome !== 'changed') throw new CommandFailure(`Nothing was changed: ${outcome}`);
    return `${name} (${email}) is an owner of ${firmId} now.`;
  }
  const told = await removeSecondFactor(db, by, principalId);
  if (told === null) throw new CommandFailure(`${name} has no second factor. Nothing was changed.`);
  return `${name} (${email}) signs in with the password alone now. Their sessions have ended, and they are told by email.`;
}
