import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedBinary, findTemporalBinary } from './temporal-binary.ts';
import type { TemporalSource } from './temporal-sources.ts';

const FITTING = 'temporal version 9.0.0 (Server 9.1.0, UI 9.0.0)';

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-temporal-'));
  env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
  mkdirSync(join(folder, 'bin'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the Temporal binary', () => {
  it('is the one on PATH when its server is new enough', async () => {
    const onPath = putOnPath(FITTING);
    putInCache();
    expect(await find()).toBe(onPath);
  });

  it('is the cached one before anything is fetched', async () => {
    putInCache();
    expect(await find([refusing('download')])).toBe(cachedBinary(env));
  });

  it('is the cached one when the one on PATH is too old', async () => {
    putOnPath('temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)');
    putInCache();
    expect(await find()).toBe(cachedBinary(env));
  });

  it('comes from the first source that has it, and stays in the cache', async () => {
    expect(await find([refusing('download'), giving('built')])).toBe(cachedBinary(env));
    expect(readFileSync(cachedBinary(env), 'utf8')).toContain('built');
    expect(await find([refusing('download')])).toBe(cachedBinary(env));
  });

  it('is never kept when its server is too old, whatever the release is called', async () => {
    const old: TemporalSource = {
      name: 'download',
      fetch: async (target) => putProgram(target, 'temporal version 1.8.2 (Server 1.31.2, UI 2.48.0)'),
    };
    expect(await find([old, giving('built')])).toBe(cachedBinary(env));
    expect(readFileSync(cachedBinary(env), 'utf8')).toContain('built');
    rmSync(cachedBinary(env));
    await expect(find([old])).rejects.toThrow(
      'download: what it brought holds server 1.31, 1.32 or newer is needed',
    );
    expect(existsSync(cachedBinary(env))).toBe(false);
  });

  it('is fetched once when two ask at the same time', async () => {
    let fetched = 0;
    const slow: TemporalSource = {
      name: 'slow',
      fetch: async (target) => {
        fetched += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        putProgram(target, FITTING);
      },
    };
    await Promise.all([find([slow]), find([slow])]);
    expect(fetched).toBe(1);
  });

  it('is fetched although a crashed process has left its lock', async () => {
    const lock = `${cachedBinary(env)}.lock`;
    mkdirSync(lock, { recursive: true });
    // No process has this number: it is above what systems assign.
    writeFileSync(join(lock, 'owner'), '2147483646');
    expect(await find([giving('built')])).toBe(cachedBinary(env));
    expect(existsSync(lock)).toBe(false);
  });

  it('is missed in one sentence that says what was tried and what to do', async () => {
    const missed = find([refusing('download'), refusing('Go build')]);
    await expect(missed).rejects.toThrow(
      'No Temporal server could be got (there is none on PATH; download: no network; Go build: no network). ' +
        'Do one of these: set TEMPORAL_ADDRESS to a running cluster;',
    );
    expect(existsSync(cachedBinary(env))).toBe(false);
  });
});

function find(sources: readonly TemporalSource[] = []): Promise<string> {
  return findTemporalBinary({ env, sources, say: () => undefined });
}

function putOnPath(version: string): string {
  const file = join(folder, 'bin', 'temporal');
  putProgram(file, version);
  return file;
}

function putProgram(file: string, says: string): void {
  writeFileSync(file, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(file, 0o755);
}

function putInCache(): void {
  mkdirSync(dirname(cachedBinary(env)), { recursive: true });
  writeFileSync(cachedBinary(env), 'cached');
}

function giving(content: string): TemporalSource {
  return { name: content, fetch: async (target) => putProgram(target, `${content}: ${FITTING}`) };
}

function refusing(name: string): TemporalSource {
  return { name, fetch: () => Promise.reject(new Error('no network')) };
}
