import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const START = join(dirname(dirname(fileURLToPath(import.meta.url))), 'start.mjs');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-start-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('start.mjs', () => {
  it('goes on under the Node of the project and passes the exit code on', async () => {
    const run = start(`console.log(process.versions.node.split('.')[0]); process.exitCode = 7;`);
    expect(await firstLine(run)).toBe('24');
    expect(await exitCode(run)).toBe(7);
  });

  it('passes a signal on and waits for the end', async () => {
    const run = start(`
      process.on('SIGTERM', () => process.exit(5));
      setInterval(() => {}, 1000);
      console.log('up');`);
    await firstLine(run);
    run.kill('SIGTERM');
    expect(await exitCode(run)).toBe(5);
  });

  it('stops its script when npm, which does not pass signals on, is gone', async () => {
    const code = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(); }); setInterval(() => {}, 1000); console.log('up');`;
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${START}" "${scriptOf(code)}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    const lines = linesOf(shell);
    expect((await lines.next()).value).toBe('up');
    shell.kill('SIGTERM');
    expect((await lines.next()).value).toBe('stopped');
  });

  it('is missed by its script when it is killed', async () => {
    const run = start(`
      process.on('disconnect', () => { console.log('alone'); process.exit(); });
      setInterval(() => {}, 1000);
      console.log('up');`);
    const lines = linesOf(run);
    expect((await lines.next()).value).toBe('up');
    run.kill('SIGKILL');
    expect((await lines.next()).value).toBe('alone');
  });
});

function start(code: string): ChildProcess {
  return spawn(process.execPath, [START, scriptOf(code)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function scriptOf(code: string): string {
  const script = join(folder, `${randomUUID()}.ts`);
  writeFileSync(script, code);
  return script;
}

function linesOf(run: ChildProcess): AsyncIterator<string> {
  if (run.stdout === null) throw new Error('It was started with a pipe for its output.');
  return createInterface({ input: run.stdout })[Symbol.asyncIterator]();
}

async function firstLine(run: ChildProcess): Promise<unknown> {
  return (await linesOf(run).next()).value;
}

function exitCode(run: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => run.once('exit', resolve));
}
