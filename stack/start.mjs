// The door of `npm start`, `npm run demo` and `npm run reset`: installs, then goes on under the Node that the project
// brings (24) with the script named as first argument, stack/src/main.ts when there is none. Runs on Node 20 and before
// anything is installed: only Node's own modules here.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const STACK = 'stack/src/main.ts';
const PASSED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_LOOK_MS = 250;

try {
  await install();
  const [script = STACK, ...rest] = process.argv.slice(2);
  process.exitCode = await runUnderProjectNode(script, rest);
  // It stops all that it has started, unless it was killed before it could.
  if (script === STACK && process.exitCode !== 0) await runUnderProjectNode('stack/src/end-leftovers.ts', []);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Passes signals on, and answers with the exit code. The channel tells the script when this process is gone. */
async function runUnderProjectNode(script, args) {
  const child = spawn(join(root, 'node_modules', '.bin', 'node'), [resolve(root, script), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of PASSED_SIGNALS) process.on(signal, () => child.kill(signal));
  const watch =
    process.env.npm_lifecycle_event === undefined ? undefined : onParentGone(() => child.kill('SIGTERM'));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  }).finally(() => clearInterval(watch));
}

/** A signal to npm ends npm and its shell but never reaches us: all that can be seen is that they are gone. */
function onParentGone(act) {
  const parent = process.ppid;
  return setInterval(() => process.ppid === parent || act(), PARENT_LOOK_MS);
}
