import { PASSWORD_FAULTS, passwordFault } from '@makewhole/domain/password-policy';
import { secretOf } from './typed-secret.ts';

export type NewPasswordReading =
  { readonly ok: true; readonly password: string } | { readonly ok: false; readonly fault: string };

/** Reads a password typed twice. */
export function readNewPassword(form: FormData): NewPasswordReading {
  const password = secretOf(form, 'newPassword');
  // Whose it is and what they used before only the API knows: it decides.
  const fault = passwordFault(password, null);
  if (fault !== null) return { ok: false, fault: PASSWORD_FAULTS[fault] };
  if (password !== secretOf(form, 'again')) {
    return { ok: false, fault: 'The two passwords are not the same. Type both again.' };
  }
  return { ok: true, password };
}
