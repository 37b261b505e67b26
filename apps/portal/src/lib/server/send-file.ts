/**
 * A file as the body of a call to the API, which takes it as it is. @param contentType one that the route names; what the
 * file is, the API sees by its content
 */
export function sendFile<Type extends string>(file: File, contentType: Type) {
  return {
    // The client's types know a file as text.
    body: file as unknown as string,
    bodySerializer: () => file,
    headers: { 'content-type': contentType },
  } as const;
}

/** The file of a form's field; null where none was chosen. */
export function fileOf(form: FormData, name: string): File | null {
  const value = form.get(name);
  return value instanceof File && value.size > 0 ? value : null;
}
