/** What is wrong with one field of a form, by the field's name. */
export type FieldFault = { readonly ok: false; readonly field: string; readonly fault: string };

/** What is wrong with which field, by name. */
export type FieldErrors = Readonly<Record<string, string>>;
