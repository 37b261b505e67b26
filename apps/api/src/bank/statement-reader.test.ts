import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { asId, type FirmId } from '@makewhole/domain/ids';
import { createStatementReader } from './statement-reader.ts';

const FIRM = asId<FirmId>('firm_reader');
const bytes = (text: string) => new TextEncoder().encode(text);
const case24 = readFileSync(
  new URL('../../../../tests/fixtures/bank/24-hangs-the-parser.ofx', import.meta.url),
);
const rows = (row: (nth: number) => string, count: number) =>
  `Date,Description,Amount\n${Array.from({ length: count }, (_, nth) => row(nth)).join('\n')}`;
const FILE_BYTES_MAX = 5_000_000;

/** Reads, and says how long the thread that asks stood still at the longest. */
async function watched<Result>(act: () => Promise<Result>) {
  let [longestMs, lastMs] = [0, performance.now()];
  const look = () => {
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  };
  const timer = setInterval(look, 5);
  const result = await act();
  clearInterval(timer);
  look();
  return { result, longestMs };
}

test.each([
  ['a tag of letters without an end', bytes(`OFXHEADER:100\r\n\r\n<OFX><${'A'.repeat(60)}-`)],
  ['a value that looks like a tag', case24],
  ['spaces', bytes(`<OFX><STMTTRN><TRNAMT>${' '.repeat(900_000)}`)],
  ['spaces, as many as may be', bytes(`<OFX><NAME>${' '.repeat(FILE_BYTES_MAX)}`)],
  ['nothing but <', bytes('<'.repeat(FILE_BYTES_MAX))],
  ['comments that do not end', bytes(`<OFX>${'<!--'.repeat(FILE_BYTES_MAX / 4)}`)],
  ['groups within groups', bytes(`<OFX>${'<A>'.repeat(FILE_BYTES_MAX / 3)}`)],
  ['groups within groups that end', bytes(`<OFX>${'<A>'.repeat(290_000)}${'</A>'.repeat(290_000)}`)],
  ['empty elements', bytes(`<OFX><STMTTRN>${'<A><B>'.repeat(290_000)}</STMTTRN></OFX>`)],
  ['entities', bytes(`<OFX><NAME>${'&amp'.repeat(FILE_BYTES_MAX / 4)}`)],
  ['rows of five digits', bytes(rows((nth) => String(10_000 + (nth % 90_000)), 830_000))],
  ['rows of one letter', bytes(rows(() => 'x', 2_400_000))],
  ['rows of commas', bytes(rows(() => ',,', 1_600_000))],
  ['one quote that does not end', bytes(rows(() => '"', 1) + 'x\n'.repeat(2_400_000))],
  ['quotes', bytes(rows(() => '""', 1_600_000))],
])('a file of %s is refused while everything else goes on', async (_, content) => {
  const { result, longestMs } = await watched(() => createStatementReader()(FIRM, content));
  expect(result).toMatchObject({ kind: 'unreadable' });
  expect(longestMs).toBeLessThan(1_000);
});

describe('a reader', () => {
  const threadThat = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const answering = threadThat(`
    import { parentPort, workerData } from 'node:worker_threads';
    const text = new TextDecoder().decode(workerData);
    if (text === 'endless') /(a+)+$/.test('a'.repeat(60) + '-');
    parentPort.postMessage({ kind: 'unreadable', message: text });`);
  const reader = () => createStatementReader({ worker: answering, timeMaxMs: 400 });

  it('that does not end is ended, and leaves its place to the next', async () => {
    const read = reader();
    const firms = ['a', 'b', 'c', 'd'].map((name) => asId<FirmId>(name));
    const { result, longestMs } = await watched(() =>
      Promise.all(firms.map((firm) => read(firm, bytes('endless')))),
    );
    expect(result).toMatchObject(
      firms.map(() => ({ kind: 'unreadable', message: expect.stringContaining('takes too long') })),
    );
    expect(longestMs).toBeLessThan(300);
    expect(await read(FIRM, bytes('short'))).toEqual({ kind: 'unreadable', message: 'short' });
  });

  it('has no time for a second file of a firm, and has it afterwards', async () => {
    const read = reader();
    const first = read(FIRM, bytes('endless'));
    expect(await read(FIRM, bytes('short'))).toEqual({ kind: 'busy' });
    expect(await read(asId<FirmId>('firm_other'), bytes('short'))).toMatchObject({ message: 'short' });
    await first;
    expect(await read(FIRM, bytes('short'))).toMatchObject({ message: 'short' });
  });

  it('that needs too much memory is ended', async () => {
    const hungry = threadThat('const kept = []; for (;;) kept.push(new Array(1000).fill(Math.random()));');
    const read = createStatementReader({ worker: hungry, timeMaxMs: 15_000 });
    expect(await read(FIRM, bytes(''))).toMatchObject({ kind: 'unreadable' });
  });

  it('that fails is a fault of ours', async () => {
    const failing = threadThat("throw new Error('a fault')");
    await expect(createStatementReader({ worker: failing })(FIRM, bytes(''))).rejects.toThrow('a fault');
  });
});
