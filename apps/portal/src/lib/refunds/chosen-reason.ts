/**
 * The reason after a template was chosen: the template replaces the one chosen before, below whatever the person wrote
 * themselves, which is never lost. @param inserted the template text now at its end, or ''
 */
export function withChosenReason(reason: string, inserted: string, chosen: string): string {
  const isStillThere = inserted !== '' && reason.endsWith(inserted);
  const own = (isStillThere ? reason.slice(0, -inserted.length) : reason).trimEnd();
  return own === '' || chosen === '' ? own || chosen : `${own}\n${chosen}`;
}
