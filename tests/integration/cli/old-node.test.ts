// The command as people install it, under a Node that is too old for it.
import { expect, test } from 'vitest';
import { runMakewhole } from '../../support/run-makewhole.ts';

/** This Node as that version: its number, and without what came later. */
function nodeAs(version: string): Record<string, string> {
  const script = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    delete Map.groupBy;
    delete Promise.withResolvers;`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

test.each(['18.19.0', '20.20.2', '21.7.3'])(
  'Node %s is told in one sentence which Node it takes',
  async (version) => {
    for (const args of [['doctor'], ['--version']]) {
      const { code, out, err } = await runMakewhole(args, { env: nodeAs(version) });
      expect({ code, out, err }).toEqual({
        code: 2,
        out: '',
        err: `makewhole needs Node 22 or newer, and this is Node ${version}: install a newer one, or put it first in PATH.\n`,
      });
    }
  },
);

test('a Node that is new enough runs it', async () => {
  const { code, out, err } = await runMakewhole(['--version']);
  expect({ code, out, err }).toEqual({ code: 0, out: expect.stringMatching(/^\d/) as unknown, err: '' });
});
