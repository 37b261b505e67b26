// A client that is generated from the document in another language works: nothing is left out, and it survives values
// that it does not know (ADR 67). It needs Python 3.10 or newer with venv and pip, and the package index once; without them it is
// skipped, and says why.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES, openApiDocument } from '@makewhole/api/openapi/document';
import {
  INSTALL_TIMEOUT_MS,
  PYTHON_CACHE,
  PythonUnavailable,
  pythonWith,
} from '../support/python-environment.ts';
import { createApiWorld, type ApiWorld } from './api/api-world.ts';

const HERE = fileURLToPath(new URL('../python-client/', import.meta.url));
const RUN_TIMEOUT_MS = 90_000;

let world: ApiWorld;
let folder: string;
beforeAll(async () => {
  world = await createApiWorld();
  folder = join(PYTHON_CACHE, `generated-${process.pid}`);
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.stop();
});

it(
  'generates a Python client of every operation, which refunds, polls, uploads and survives new values',
  { timeout: INSTALL_TIMEOUT_MS + 2 * RUN_TIMEOUT_MS },
  async ({ skip }) => {
    const python = await pythonWith(join(HERE, 'requirements.txt')).catch((error: unknown) => {
      if (error instanceof PythonUnavailable) return skip(error.message);
      throw error;
    });
    const document = join(folder, 'openapi.json');
    await writeFile(document, JSON.stringify(withOneFileType()));
    const generated = await run(python, [
      ...['-m', 'openapi_python_client', 'generate'],
      ...['--path', document, '--config', join(HERE, 'config.yaml'), '--meta', 'none'],
      ...['--output-path', join(folder, 'makewhole_client'), '--overwrite', '--fail-on-warning'],
    ]);
    expect(generated.stdout).not.toMatch(/warning/i);
    const { stdout } = await run(python, [
      join(HERE, 'use_client.py'),
      ...[folder, world.url, world.key, await world.pay()],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      operations: ROUTES.length,
      preview: { refundable: true },
      asked: [202, 'requested'],
      sameAgain: true,
      refused: [409, 'already_refunded', true],
      polled: [200, true],
      unchanged: 304,
      firstEvent: 'refund.requested',
      statement: [201, 1],
      newer: ['on_hold', 'rate_limited'],
    });
  },
);

/** The generator writes code that does not load where a body may be a file of several types. The API looks inside. */
function withOneFileType() {
  const document = openApiDocument();
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of [item.post, item.put]) {
      if (operation?.requestBody === undefined || !('content' in operation.requestBody)) continue;
      const [first] = Object.entries(operation.requestBody.content);
      if (first !== undefined) operation.requestBody.content = Object.fromEntries([first]);
    }
  }
  return document;
}

function run(command: string, args: readonly string[]) {
  return promisify(execFile)(command, args, { timeout: RUN_TIMEOUT_MS, maxBuffer: 10_000_000 });
}
