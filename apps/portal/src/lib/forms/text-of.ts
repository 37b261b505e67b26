/** A text field of a sent form, without the white space around it; empty where it was not sent. Line ends come as CRLF. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
