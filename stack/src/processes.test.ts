import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runToEnd, startProcess, type ProcessHandle } from './processes.ts';

const READY = { when: (line: string) => (line === 'ready' ? 'yes' : undefined), timeoutMs: 10_000 };
const FOREVER = 'setInterval(() => {}, 1000);';

let folder: string;
const started: ProcessHandle[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-processes-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.kill9()));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a process of the stack', () => {
  it('is started once it says so, and its words are in its log', async () => {
    const logFile = join(folder, 'ready.log');
    const { process: server, ready } = await start(`console.log('hello'); console.log('ready'); ${FOREVER}`, {
      logFile,
    });
    expect(ready).toBe('yes');
    await server.stop();
    // Another process writes the file: the last output is there a moment after its end.
    await expect.poll(() => readFileSync(logFile, 'utf8')).toBe('hello\nready\n');
  });

  it('that ends before it is ready is reported with its last words and its code', async () => {
    await expect(start(`console.error('PORT is missing: set it'); process.exit(3);`)).rejects.toThrow(
      'server ended before it was ready (exit code 3). It said: PORT is missing: set it',
    );
  });

  it('that stays silent is not waited for longer than its time, and not left running', async () => {
    const silent = startProcess(optionsOf(`console.log(process.pid); ${FOREVER}`), {
      when: () => undefined,
      timeoutMs: 300,
    });
    const message = await silent.then(String, String);
    expect(message).toContain('server was not ready after');
    const pid = Number(/It said: (\d+)/.exec(message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('that cannot be started says why', async () => {
    await expect(
      startProcess({ name: 'server', command: join(folder, 'nowhere'), args: [] }, READY),
    ).rejects.toThrow(/server could not be started: .*ENOENT/);
  });

  it('is asked to stop, and killed with all that it started when it does not', async () => {
    const stubborn = `
      process.on('SIGTERM', () => {});
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(FOREVER)}], { stdio: 'ignore' });
      console.log('child ' + child.pid);
      console.log('ready');
      ${FOREVER}`;
    const logFile = join(folder, 'stubborn.log');
    const { process: server } = await start(stubborn, { logFile, graceMs: 200 });
    await server.stop();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    const child = Number(/child (\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1]);
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  it('does not outlive whoever started it, also when that ends by an uncaught error', async () => {
    const careless = `
      const { startProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'processes.ts'))});
      const options = { name: 'server', command: process.execPath, args: ['-e', ${JSON.stringify(`console.log('ready'); ${FOREVER}`)}] };
      const { process: server } = await startProcess(options, { when: () => true, timeoutMs: 10_000 });
      console.log(server.pid);
      setTimeout(() => { throw new Error('nobody catches this'); });`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', careless]);
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    await expect.poll(() => isRunning(Number(stdout))).toBe(false);
  });

  it('may be stopped more than once', async () => {
    const { process: server } = await start(`console.log('ready'); ${FOREVER}`);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });
});

describe('a command', () => {
  it('answers with its last lines', async () => {
    expect(
      await runToEnd({ ...optionsOf(`console.log('one'); console.log('two');`), timeoutMs: 10_000 }),
    ).toEqual(['one', 'two']);
  });

  it('that fails is reported with its last words', async () => {
    const failing = runToEnd({
      ...optionsOf(`console.error('no space left'); process.exit(1);`),
      timeoutMs: 10_000,
    });
    await expect(failing).rejects.toThrow('server failed (exit code 1). It said: no space left');
  });

  it('is ended when it takes too long', async () => {
    await expect(runToEnd({ ...optionsOf(FOREVER), timeoutMs: 200 })).rejects.toThrow(
      'server failed (ended by SIGKILL)',
    );
  });
});

function optionsOf(script: string) {
  return { name: 'server', command: process.execPath, args: ['-e', script] };
}

async function start(script: string, more: { logFile?: string; graceMs?: number } = {}) {
  const result = await startProcess({ ...optionsOf(script), ...more }, READY);
  started.push(result.process);
  return result;
}

/** A process that has ended but was not yet reaped by its parent counts as gone. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
