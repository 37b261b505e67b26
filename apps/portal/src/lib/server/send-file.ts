/**
 * A file as the raw body of a call to the API. @param contentType one that the route accepts; the API detects the real
 * type from the content
 */
export function sendFile<Type extends string>(file: File, contentType: Type) {
  return {
    // The client's types describe a file as text.
    body: file as unknown as string,
    bodySerializer: () => file,
    headers: { 'content-type': contentType },
  } as const;
}

/** The file in a form's field; null if none was chosen. */
export function fileOf(form: FormData, name: string): File | null {
  const value = form.get(name);
  return value instanceof File && value.size > 0 ? value : null;
}
