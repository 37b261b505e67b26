import { expect, test } from 'vitest';
import { readWithFile } from './read-with-file.ts';

const FILE = new File(['%PDF'], 'letter.pdf');

/** Reads a form with this note: what is refused, or does not cite its file, must store none. */
async function readAs(note: string, file: File | null = FILE) {
  const stored: File[] = [];
  const reading = await readWithFile(
    file,
    ({ evidenceId }) => {
      if (note === '') return { ok: false, fault: 'Say what it is.' };
      const cites = note !== 'without' && evidenceId !== undefined;
      return { ok: true, answer: { note, ...(cites && { evidenceId }) } };
    },
    (one) => {
      stored.push(one);
      return Promise.resolve(
        note === 'full' ? { ok: false, fault: 'The firm stores enough.' } : { ok: true, evidenceId: 'ev_1' },
      );
    },
  );
  return { reading, stored };
}

test('a file is stored with a complete form that cites it, and with no other', async () => {
  expect(await readAs('A letter')).toEqual({
    reading: { ok: true, answer: { note: 'A letter', evidenceId: 'ev_1' } },
    stored: [FILE],
  });
  expect(await readAs('')).toEqual({ reading: { ok: false, fault: 'Say what it is.' }, stored: [] });
  expect(await readAs('without')).toEqual({ reading: { ok: true, answer: { note: 'without' } }, stored: [] });
  expect(await readAs('A letter', null)).toEqual({
    reading: { ok: true, answer: { note: 'A letter' } },
    stored: [],
  });
  expect((await readAs('full')).reading).toEqual({ ok: false, fault: 'The firm stores enough.' });
});
