/** A password as it was typed: white space counts. Empty where it was not sent. */
export function secretOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** A code as people type it off a screen or paper: the spaces in it do not count. */
export function codeOf(form: FormData): string {
  return secretOf(form, 'code').replaceAll(/\s/g, '');
}
