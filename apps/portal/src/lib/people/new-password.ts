import { secretOf } from './typed-secret.ts';

export const PASSWORD_LENGTH_MIN = 12;

export type NewPasswordReading =
  { readonly ok: true; readonly password: string } | { readonly ok: false; readonly fault: string };

/** Reads a password typed twice. */
export function readNewPassword(form: FormData): NewPasswordReading {
  const password = secretOf(form, 'newPassword');
  if (password.length < PASSWORD_LENGTH_MIN) {
    return { ok: false, fault: `Choose a password of at least ${PASSWORD_LENGTH_MIN} characters.` };
  }
  if (password !== secretOf(form, 'again')) {
    return { ok: false, fault: 'The two passwords are not the same. Type both again.' };
  }
  return { ok: true, password };
}
