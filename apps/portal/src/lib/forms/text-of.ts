/** A text field of a submitted form, trimmed; empty if it was not sent. Line ends arrive as CRLF. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
