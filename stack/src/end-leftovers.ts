// Run by start.mjs if the stack did not end on its own (kill -9): ends what it had started.
import { dataPaths } from './data-folder.ts';
import { removeDevFile } from './dev-file.ts';
import { endLeftovers, runningStack } from './run-record.ts';

const { runRecord, devFile } = dataPaths(process.env);
if (runningStack(runRecord) === undefined) {
  const left = await endLeftovers(runRecord);
  removeDevFile(devFile);
  if (left.length > 0) console.error(`The stack was killed; ended what it had left: ${left.join(', ')}.`);
}
