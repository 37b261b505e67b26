// The state of the work queue, kept entirely in its URL.
import { OBLIGATION_KINDS, type ObligationKind } from '@makewhole/domain/obligations';

/** Whose work is shown: what the viewer may complete, or everything that the firm owes. */
export const WORK_TABS = [
  { whose: 'mine', label: 'For me' },
  { whose: 'all', label: 'Everyone' },
] as const;
type Whose = (typeof WORK_TABS)[number]['whose'];

export type WorkQuery = {
  readonly whose: Whose;
  /** Null: every kind. */
  readonly kind: ObligationKind | null;
  readonly overdue: boolean;
  /** Null on the first page. The queue shrinks as people work: from any later page, back leads to the first. */
  readonly cursor: string | null;
};

export function readWorkQuery(params: URLSearchParams): WorkQuery {
  const kind = params.get('kind');
  return {
    whose: WORK_TABS.find(({ whose }) => whose === params.get('whose'))?.whose ?? 'mine',
    kind: OBLIGATION_KINDS.find((one) => one === kind) ?? null,
    overdue: params.get('overdue') === 'true',
    cursor: params.get('cursor'),
  };
}

/** Whether differences that no refund owes are shown: a difference is of one kind, and has no due date. */
export function showsDifferences({ kind, overdue }: WorkQuery): boolean {
  return !overdue && (kind === null || kind === 'reconciliation');
}

export function workUrl({ whose, kind, overdue, cursor }: WorkQuery): string {
  const params = new URLSearchParams();
  if (whose !== 'mine') params.set('whose', whose);
  if (kind !== null) params.set('kind', kind);
  if (overdue) params.set('overdue', 'true');
  if (cursor !== null) params.set('cursor', cursor);
  return params.size === 0 ? '/work' : `/work?${params}`;
}
