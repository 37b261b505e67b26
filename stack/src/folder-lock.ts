// Lets one process at a time do a piece of work, with a folder that only one can create.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './progress.ts';
import { StackError } from './stack-error.ts';

const POLL_MS = 250;
const WAIT_MAX_MS = 40 * 60_000;
/** A lock without its owner's number is being created right now, or was left by a crash in that very moment. */
const UNSIGNED_MAX_MS = 5000;

/** Does the work while holding the lock. Takes over a lock whose owner is gone. */
export async function withFolderLock<T>(lockFolder: string, say: Say, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  let told = false;
  while (!tryLock(lockFolder)) {
    const owner = ownerOf(lockFolder);
    const left = owner === undefined ? Date.now() - startedAt > UNSIGNED_MAX_MS : !isAlive(owner);
    if (left) rmSync(lockFolder, { recursive: true, force: true });
    else if (Date.now() - startedAt > WAIT_MAX_MS) {
      throw new StackError(
        `Process ${owner} holds ${lockFolder} for too long: end it, or remove that folder.`,
      );
    } else {
      if (!told) say(`process ${owner ?? 'unknown'} is at it already: waiting for it`);
      told = true;
      await sleep(POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function tryLock(lockFolder: string): boolean {
  try {
    mkdirSync(lockFolder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lockFolder, 'owner'), String(process.pid));
  return true;
}

function ownerOf(lockFolder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(lockFolder, 'owner'), 'utf8'), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
