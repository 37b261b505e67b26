import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { asId, type FirmId } from '@makewhole/domain/ids';
import { createStatementReader } from './statement-reader.ts';

const FIRM = asId<FirmId>('firm_reader');
const bytes = (text: string) => new TextEncoder().encode(text);
const case24 = readFileSync(
  new URL('../../../../../tests/fixtures/bank/24-hangs-the-parser.ofx', import.meta.url),
);
const rows = (row: (nth: number) => string, count: number) =>
  `Date,Description,Amount\n${Array.from({ length: count }, (_, nth) => row(nth)).join('\n')}`;
const FILE_BYTES_MAX = 5_000_000;

/** Reads, and says whether the thread that asks could do something else meanwhile. */
async function watched<Result>(act: () => Promise<Result>) {
  let wasFree = false;
  const timer = setInterval(() => {
    wasFree = true;
  }, 1);
  const result = await act();
  clearInterval(timer);
  return { result, wasFree };
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
  const { result, wasFree } = await watched(() => createStatementReader()(FIRM, content));
  expect(result).toMatchObject({ kind: 'unreadable' });
  expect(wasFree).toBe(true);
});

describe('a reader', () => {
  const threadThat = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const answering = threadThat(`
    import { parentPort, workerData } from 'node:worker_threads';
    const text = new TextDecoder().decode(workerData);
    if (text === 'endless') /(a+)+$/.test('a'.repeat(60) + '-');
    if (text === 'slow') await new Promise((resolve) => setTimeout(resolve, 500));
    parentPort.postMessage({ kind: 'unreadable', message: text });`);

  it('that does not end is ended, and leaves its place to the next', async () => {
    const read = createStatementReader({ worker: answering, timeMaxMs: 3_000 });
    const firms = ['a', 'b', 'c'].map((name) => asId<FirmId>(name));
    const [first, second, third] = firms.map((firm, nth) => read(firm, bytes(nth < 2 ? 'endless' : 'short')));
    const { result, wasFree } = await watched(() => Promise.all([first, second]));
    const ended = { kind: 'unreadable', message: expect.stringContaining('takes too long') };
    expect(result).toMatchObject([ended, ended]);
    expect(wasFree).toBe(true);
    expect(await third).toEqual({ kind: 'unreadable', message: 'short' });
  });

  it('has no time for a second file of a firm, and has it afterwards', async () => {
    const read = createStatementReader({ worker: answering, timeMaxMs: 15_000 });
    const first = read(FIRM, bytes('slow'));
    expect(await read(FIRM, bytes('short'))).toEqual({ kind: 'busy' });
    expect(await read(asId<FirmId>('firm_other'), bytes('short'))).toMatchObject({ message: 'short' });
    expect(await first).toMatchObject({ message: 'slow' });
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
