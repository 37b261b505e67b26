// The state of the work queue, kept entirely in its URL.
import { OBLIGATION_KINDS, type ObligationKind } from '@makewhole/domain/obligations';
import { WORK_LABELS } from './work-labels.ts';

/** Whose work is shown: what the viewer may complete, what is assigned to them, everything, or what they put off. */
export const WORK_TABS = [
  { whose: 'mine', label: WORK_LABELS.tabs.mine },
  { whose: 'assigned', label: WORK_LABELS.tabs.assigned },
  { whose: 'all', label: WORK_LABELS.tabs.all },
  { whose: 'snoozed', label: WORK_LABELS.tabs.snoozed },
] as const;
export type Whose = (typeof WORK_TABS)[number]['whose'];

export type WorkQuery = {
  readonly whose: Whose;
  /** Null: every kind. */
  readonly kind: ObligationKind | null;
  readonly overdue: boolean;
  /** Null on the first page. The queue shrinks as people work: from any later page, back leads to the first. */
  readonly cursor: string | null;
  /** The case that is open beside the list; null if none is. */
  readonly open: string | null;
};

export function readWorkQuery(params: URLSearchParams): WorkQuery {
  const kind = params.get('kind');
  return {
    whose: WORK_TABS.find(({ whose }) => whose === params.get('whose'))?.whose ?? 'mine',
    kind: OBLIGATION_KINDS.find((one) => one === kind) ?? null,
    overdue: params.get('overdue') === 'true',
    cursor: params.get('cursor'),
    open: params.get('case'),
  };
}

/** What the API is asked for, for whose work it is. */
export function filterOf(whose: Whose) {
  const FILTERS = {
    mine: { mine: true, snoozed: false },
    assigned: { assignee: 'me', snoozed: false },
    all: {},
    snoozed: { snoozed: true },
  } as const;
  return FILTERS[whose];
}

/** Whether differences that no refund owes are shown: a difference is of one kind, and has no due date. */
export function showsDifferences({ kind, overdue, whose }: WorkQuery): boolean {
  return (whose === 'mine' || whose === 'all') && !overdue && (kind === null || kind === 'reconciliation');
}

export function workUrl({ whose, kind, overdue, cursor, open }: WorkQuery): string {
  const params = new URLSearchParams();
  if (whose !== 'mine') params.set('whose', whose);
  if (kind !== null) params.set('kind', kind);
  if (overdue) params.set('overdue', 'true');
  if (cursor !== null) params.set('cursor', cursor);
  if (open !== null) params.set('case', open);
  return params.size === 0 ? '/work' : `/work?${params}`;
}

/** A form's action, on this page as it is. */
export function actionUrl(query: WorkQuery, action: string): string {
  const here = workUrl(query);
  return `${here}${here.includes('?') ? '&' : '?'}/${action}`;
}

/** A case, from anywhere else. */
export function caseUrl(key: string): string {
  return `/work?${new URLSearchParams({ case: key })}`;
}
