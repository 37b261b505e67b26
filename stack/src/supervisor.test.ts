import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProcess, type ProcessHandle, type ProcessScope } from './processes.ts';
import { endLeftovers, openRunRecord, runningStack } from './run-record.ts';
import { createSupervisor } from './supervisor.ts';

const SERVER = `console.log('ready'); setInterval(() => {}, 1000);`;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-supervisor-'));
  file = join(folder, 'run.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the supervisor', () => {
  it('stops the newest first', async () => {
    const supervisor = createSupervisor(openRunRecord(file));
    const ended: string[] = [];
    for (const name of ['database', 'api', 'portal']) {
      const server = await start(name, supervisor);
      void server.exited.then(() => ended.push(name));
    }
    await supervisor.stopAll();
    expect(ended).toEqual(['portal', 'api', 'database']);
  });

  it('says which server has died', async () => {
    const supervisor = createSupervisor(openRunRecord(file));
    await start('api', supervisor);
    const worker = await start('worker', supervisor);
    await worker.kill9();
    expect(await supervisor.died).toBe('worker has ended (ended by SIGKILL)');
    await supervisor.stopAll();
  });

  it('lets nothing new start once it stops', async () => {
    const supervisor = createSupervisor(openRunRecord(file));
    await supervisor.stopAll();
    await expect(start('api', supervisor)).rejects.toThrow('aborted');
  });
});

describe('the record of a run', () => {
  it('lets the next run end what a crash has left', async () => {
    // What has crashed writes nothing more, whatever ends afterwards.
    const record = { ...openRunRecord(file), remove: () => undefined };
    const left = await start('postgres', createSupervisor(record));
    pretendCrash();
    expect(runningStack(file)).toBeUndefined();
    expect(await endLeftovers(file)).toEqual(['postgres']);
    expect(await left.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await endLeftovers(file)).toEqual([]);
  });

  it('never ends a process that only has the number of one of ours', async () => {
    const stack = { name: 'stack', pid: 2147483646, startedAt: '1', stopSignal: 'SIGTERM' };
    const reused = { name: 'api', pid: process.pid, startedAt: 'long ago', stopSignal: 'SIGTERM' };
    writeFileSync(file, JSON.stringify({ stack, processes: [reused] }));
    expect(await endLeftovers(file)).toEqual([]);
  });

  it('refuses a second stack while the first one runs', async () => {
    const record = openRunRecord(file);
    expect(runningStack(file)).toBe(process.pid);
    await expect(endLeftovers(file)).rejects.toThrow(`The stack is already running (process ${process.pid}`);
    record.close();
    expect(runningStack(file)).toBeUndefined();
  });
});

async function start(name: string, scope: ProcessScope): Promise<ProcessHandle> {
  const options = { name, command: process.execPath, args: ['-e', SERVER], scope };
  const ready = { when: (line: string) => (line === 'ready' ? true : undefined), timeoutMs: 10_000 };
  return (await startProcess(options, ready)).process;
}

/** The record as it would be if the stack itself had been killed. */
function pretendCrash(): void {
  const record = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...record, stack: { ...record.stack, pid: 2147483646 } }));
}
