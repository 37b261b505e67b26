/** What became of a file that was to be stored. */
export type KeptFile =
  { readonly ok: true; readonly evidenceId: string } | { readonly ok: false; readonly fault: string };

type Refused = { readonly ok: false; readonly fault: string };
type Named = { readonly evidenceId?: string };

/** Stands for the ID of a file that is not stored yet. */
const NOT_STORED = 'not stored yet';

/**
 * Reads a form with the file that proves it, which is stored only if the form is complete and cites it.
 * @param file null if none was chosen
 */
export async function readWithFile<Read extends { readonly ok: true }>(
  file: File | null,
  read: (named: Named) => Read | Refused,
  keep: (file: File) => Promise<KeptFile>,
): Promise<Read | Refused> {
  if (file === null) return read({});
  const before = read({ evidenceId: NOT_STORED });
  if (!before.ok || !JSON.stringify(before).includes(NOT_STORED)) return before;
  const kept = await keep(file);
  return kept.ok ? read({ evidenceId: kept.evidenceId }) : kept;
}
