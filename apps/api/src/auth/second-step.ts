/** better-auth's cookie between a right password and its code: a signed name of that step. */
const COOKIE = /^(?:__Secure-)?makewhole\.two_factor$/;

/** The step that a request is at; null if it names none. Not verified here: it is unguessable, and only counted by. */
export function secondStepOf(cookies: string | null): string | null {
  for (const one of (cookies ?? '').split(';')) {
    const [name = '', value = ''] = one.trim().split(/=(.*)/s);
    if (!COOKIE.test(name)) continue;
    const signed = decode(value);
    const end = signed.lastIndexOf('.');
    return end > 0 ? signed.slice(0, end) : null;
  }
  return null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
