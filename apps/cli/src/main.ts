#!/usr/bin/env node
// The makewhole command. The rest is imported only by a Node that can run it.
import { EXIT } from './exit-codes.ts';
import { nodeFault } from './node-fault.ts';

const fault = nodeFault(process.versions.node);
if (fault === null) {
  // eslint-disable-next-line no-restricted-syntax -- an older Node fails while it loads what this imports
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv);
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = EXIT.usage;
}
