// A filesystem of a test's own that can truly be full: whoever writes to it then gets ENOSPC.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  readonly folder: string;
  /** From here on it has no room: it is made as small as what is on it. */
  fill(): void;
  /** It has room again. */
  free(): void;
  /** Takes it away, with all that is on it. */
  remove(): void;
};

/** In memory, and only what is used of it. */
const ROOMY = '8g';
/** Whoever writes meanwhile makes it too small for what is on it, which is refused. */
const FILL_TRIES = 50;

/** Mounts one; null where this machine lets us mount none (it takes root on Linux). */
export function mountSmallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-disk-'));
  try {
    mount(['-t', 'tmpfs', '-o', `size=${ROOMY},mode=0711`, 'makewhole-campaign', folder]);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const resize = (size: string) => {
    mount(['-o', `remount,size=${size}`, folder]);
  };
  return {
    folder,
    fill() {
      for (let tries = 1; ; tries += 1) {
        const { blocks, bfree, bsize } = statfsSync(folder);
        try {
          resize(String((blocks - bfree) * bsize));
          return;
        } catch (error) {
          if (tries === FILL_TRIES) throw error;
        }
      }
    },
    free() {
      resize(ROOMY);
    },
    remove() {
      execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' });
}
