import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword } from './seed.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-seed-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("in somebody's own database the demo firm's people have a password of this data folder alone", () => {
  const [here, there] = [join(folder, 'here.json'), join(folder, 'there.json')];
  const first = demoPassword('given', here);
  expect(first).toMatch(/^.{16,}$/);
  expect(demoPassword('given', here)).toBe(first);
  expect(demoPassword('given', there)).not.toBe(first);
  expect(demoPassword('local', here)).not.toBe(first);
});

test('on this machine alone they have the one that everybody knows', () => {
  expect(demoPassword('local', join(folder, 'one.json'))).toBe(
    demoPassword('local', join(folder, 'two.json')),
  );
});
