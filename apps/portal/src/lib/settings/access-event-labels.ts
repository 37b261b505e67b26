// What the page of sign-ins and downloads says of each event.
import type { AccessEvent } from '#lib/api-types.ts';

const SIGNED_IN_BY: Readonly<Record<string, string>> = {
  password: 'with the password',
  second_factor: 'with the password and a second factor',
};

/** One event in words, without who and when. */
export function describeAccess({ kind, data }: Pick<AccessEvent, 'kind' | 'data'>): string {
  const { by = '', what = '', evidenceId = '' } = data;
  switch (kind) {
    case 'signed_in':
      return `Signed in ${SIGNED_IN_BY[by] ?? ''}`.trim();
    case 'sign_in_refused':
      return 'A sign-in was refused';
    case 'sign_in_locked':
      return 'Signing in was locked after too many attempts';
    case 'sign_in_unlocked':
      return 'Signing in was unlocked';
    case 'exported':
      return what === '' ? 'Downloaded an export' : `Downloaded an export: ${what.replaceAll('_', ' ')}`;
    case 'evidence_read':
      return `Read a file of evidence${evidenceId === '' ? '' : `: ${evidenceId}`}`;
  }
}

/** Whether somebody should look at it. */
export function isSuspicious({ kind }: Pick<AccessEvent, 'kind'>): boolean {
  return kind === 'sign_in_refused' || kind === 'sign_in_locked';
}
