import type { Sent } from '@makewhole/client/imports/send-rows';
import type { ImportCounts, ImportView } from '#lib/imports/import-view.ts';
import { badRowsOf, type FileImport } from './file-imports.ts';

const FIRST_ROWS = 5;
const BAD_ROWS_SHOWN = 50;

export function viewImport(shown: FileImport): ImportView {
  const { id, kind, fileName, bytes, readAt, file, differsFrom, state } = shown;
  const { tried, sent } = outcomesOf(shown);
  const done = 'done' in state ? state.done : file.total;
  const foreseen = tried === null ? null : countsOf(tried, shown);
  const counts = sent === null ? foreseen : countsOf(sent, shown);
  return {
    ...{ id, kind: kind.label, fileName, bytes, readAt: readAt.toISOString() },
    ...{ phase: state.phase, status: `${state.phase} ${done}`, total: file.total, done, counts },
    foreseen: sent !== null && JSON.stringify(foreseen) !== JSON.stringify(counts) ? foreseen : null,
    why: state.phase === 'stopped' ? state.why : null,
    mayContinue: state.phase === 'stopped' && tried !== null,
    columns: file.columns,
    first: file.lines.slice(0, FIRST_ROWS).map(({ line, cells }) => ({ line, cells: Object.values(cells) })),
    bad: badRowsOf(shown).slice(0, BAD_ROWS_SHOWN),
    differsFrom: differsFrom?.toISOString() ?? null,
  };
}

function outcomesOf({ state }: FileImport): { readonly tried: Sent | null; readonly sent: Sent | null } {
  if (state.phase === 'written') return state;
  return { tried: 'tried' in state ? state.tried : null, sent: null };
}

function countsOf({ created, updated, unchanged, bad }: Sent, { file }: FileImport): ImportCounts {
  return { created, updated, unchanged, refused: file.bad.length + bad.length };
}
