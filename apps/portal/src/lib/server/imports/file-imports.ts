// The imports that people have open: each is a file that was read once, and is previewed and written from there (ADR 57). They
// are kept in this process's memory alone, so that no client's data lies on a disk of the portal's.
import { createHash, randomUUID } from 'node:crypto';
import type { BadRow } from '@makewhole/client/imports/read-rows';
import type { Sent } from '@makewhole/client/imports/send-rows';
import type { ImportKind, ReadFile } from './import-kinds.ts';

/** Rows take some ten times as much memory as the file. */
export const IMPORT_BYTES_MAX = 5 * 1024 * 1024;
const ALL_BYTES_MAX = 25 * 1024 * 1024;
const PER_PERSON_MAX = 5;
/** After somebody last looked at it. */
const KEPT_MS = 60 * 60_000;

export type ImportState =
  | { readonly phase: 'trying'; readonly done: number }
  | { readonly phase: 'tried'; readonly tried: Sent }
  | { readonly phase: 'writing'; readonly done: number; readonly tried: Sent }
  | { readonly phase: 'written'; readonly tried: Sent; readonly sent: Sent }
  /** `tried` is null where it stopped before anything was written. */
  | { readonly phase: 'stopped'; readonly done: number; readonly tried: Sent | null; readonly why: string };

export type FileImport = {
  readonly id: string;
  /** Whose it is: nobody else finds it. */
  readonly principalId: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: number;
  readonly hash: string;
  readonly readAt: Date;
  readonly file: ReadFile;
  readonly differsFrom: Date | null;
  state: ImportState;
  lookedAt: Date;
};

const all = new Map<string, FileImport>();

type NewImport = Pick<FileImport, 'principalId' | 'kind' | 'fileName' | 'file' | 'readAt'> & {
  readonly content: Buffer;
};

export type Added =
  | { readonly kind: 'added'; readonly added: FileImport }
  /** one_runs: the person's earlier one is still being tried or written. no_room: too many people import now. */
  | { readonly kind: 'one_runs' | 'no_room' };

/** Keeps a file that was read. The person's oldest one goes where they have many. */
export function addImport({ content, ...wanted }: NewImport): Added {
  forgetOld(wanted.readAt);
  const theirs = listImports(wanted.principalId);
  if (theirs.some(isRunning)) return { kind: 'one_runs' };
  for (const { id } of theirs.slice(PER_PERSON_MAX - 1)) all.delete(id);
  const held = [...all.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (held + content.length > ALL_BYTES_MAX) return { kind: 'no_room' };
  const hash = createHash('sha256').update(content).digest('hex');
  const sameName = theirs.find(
    ({ kind, fileName }) => kind.name === wanted.kind.name && fileName === wanted.fileName,
  );
  const added: FileImport = {
    ...wanted,
    ...{ id: randomUUID(), bytes: content.length, hash, lookedAt: wanted.readAt },
    differsFrom: sameName !== undefined && sameName.hash !== hash ? sameName.readAt : null,
    state: { phase: 'trying', done: 0 },
  };
  all.set(added.id, added);
  return { kind: 'added', added };
}

/** The person's import of this ID; null if it has ended or is somebody else's. */
export function findImport(id: string, principalId: string, now: Date): FileImport | null {
  forgetOld(now);
  const found = all.get(id);
  if (found === undefined || found.principalId !== principalId) return null;
  found.lookedAt = now;
  return found;
}

/** The person's imports, newest first. */
export function listImports(principalId: string): FileImport[] {
  return [...all.values()].filter((one) => one.principalId === principalId).toReversed();
}

function isRunning({ state: { phase } }: FileImport): boolean {
  return phase === 'trying' || phase === 'writing';
}

/** All rows that cannot be taken, by line. */
export function badRowsOf({ file, state }: FileImport): BadRow[] {
  const answered =
    state.phase === 'written' ? state.sent.bad : 'tried' in state ? state.tried?.bad : undefined;
  return [...file.bad, ...(answered ?? [])].toSorted((one, other) => one.line - other.line);
}

function forgetOld(now: Date): void {
  for (const one of all.values()) {
    if (!isRunning(one) && now.getTime() - one.lookedAt.getTime() > KEPT_MS) all.delete(one.id);
  }
}
