/** A password as typed: white space counts. Empty if it was not sent. */
export function secretOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** A code as people copy it from a screen or paper: the spaces in it do not count. */
export function codeOf(form: FormData): string {
  return secretOf(form, 'code').replaceAll(/\s/g, '');
}
