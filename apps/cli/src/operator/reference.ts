import { findSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { CommandFailure, EXIT } from '../exit-codes.ts';

const REFERENCE_MAX = 100;

/** A reference that may be in a firm's timeline for good. @throws CommandFailure */
export function checkedReference(reference: string): string {
  if (reference.trim() === '' || reference.length > REFERENCE_MAX) {
    throw new CommandFailure(`--reference is empty, or longer than ${REFERENCE_MAX} characters`, EXIT.usage);
  }
  if (findSensitiveNumbers(reference, 'words').length > 0) {
    throw new CommandFailure(
      '--reference has a card number, a bank account or a Social Security number: leave it out',
      EXIT.usage,
    );
  }
  return reference.trim();
}
