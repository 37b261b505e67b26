// npm run schemathesis: asks the running demo (npm start) whatever its OpenAPI document allows, and what it does not, as
// a key with every scope, as the viewer and as the owner, and fails on an answer that the document does not name. What
// it asks it also does: run it against a stack that nobody needs. `-- --seconds 600` for each of the three, 120 without.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SCOPES } from '@makewhole/domain/roles';
import { pythonWith } from '../support/python-environment.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

type Dev = {
  readonly api: string;
  readonly portal: string;
  readonly users: readonly { readonly email: string; readonly role: string; readonly password: string }[];
};

/**
 * What it does not judge: the document cannot say all that a request must be (a date that has come, a statement that can
 * be read), so a refusal of what its schemas allow is no fault; nor is one of an unknown method, of which it says nothing.
 */
const NOT_CHECKED = ['positive_data_acceptance', 'unsupported_method'];
/** It sends the session's cookie along with the case in which it means to leave it out. */
const NOT_CHECKED_OF_SESSIONS = ['negative_data_rejection'];
/** They end the session that asks, or lock the account whose password they guess. */
const NOT_ASKED = [
  'endOtherSessions',
  'endSession',
  'endUserSessions',
  'confirmIdentity',
  'changeUser',
  'revokeApiKey',
];

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string' } },
});
const dev = await readDev();
const python = await pythonWith(join(HERE, 'requirements.txt'));
const owner = await signIn('owner');
const callers = {
  'a key with every scope': [`Authorization: Bearer ${await createKey(owner)}`],
  'the viewer': await signIn('viewer'),
  'the owner': owner,
};
for (const [caller, headers] of Object.entries(callers)) {
  process.stdout.write(`\n=== As ${caller}\n`);
  const isSession = headers.some((header) => header.startsWith('Cookie: '));
  const notChecked = isSession ? [...NOT_CHECKED, ...NOT_CHECKED_OF_SESSIONS] : NOT_CHECKED;
  if ((await schemathesis(headers, notChecked)) !== 0) process.exitCode = 1;
}

async function readDev(): Promise<Dev> {
  const file = join(process.env['MAKEWHOLE_DATA'] ?? '.data', 'dev.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`There is no ${file}: start the demo first, with npm start.`, { cause: error });
  });
  return JSON.parse(text) as Dev; // npm start writes it
}

/** @returns the headers of a session, as curl takes them */
async function signIn(role: string): Promise<string[]> {
  const user = dev.users.find((one) => one.role === role);
  const response = await post('/auth/sign-in/email', [], { email: user?.email, password: user?.password });
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return [`Cookie: ${cookies.join('; ')}`, `Origin: ${dev.portal}`];
}

async function createKey(session: readonly string[]): Promise<string> {
  const password = dev.users.find(({ role }) => role === 'owner')?.password;
  await post('/v1/step-up', session, { password });
  const response = await post('/v1/api-keys', session, { name: 'Schemathesis', scopes: SCOPES });
  return ((await response.json()) as { key: string }).key; // CreatedApiKey
}

async function post(path: string, headers: readonly string[], body: unknown): Promise<Response> {
  const sent = new Headers({ 'content-type': 'application/json', origin: dev.portal });
  for (const header of headers) sent.set(header.split(': ')[0] ?? '', header.split(': ').slice(1).join(': '));
  const response = await fetch(dev.api + path, { method: 'POST', headers: sent, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

function schemathesis(headers: readonly string[], notChecked: readonly string[]): Promise<number> {
  const args = [
    ...['-m', 'schemathesis.cli', 'run', `${dev.api}/openapi.json`],
    ...['--phases', 'examples,coverage,fuzzing,stateful', '--max-time', values.seconds, '--workers', '1'],
    ...['--exclude-checks', notChecked.join(','), '--continue-on-failure', '--warnings', 'off'],
    ...NOT_ASKED.flatMap((id) => ['--exclude-operation-id', id]),
    ...headers.flatMap((header) => ['--header', header.replace(': ', ':')]),
    ...(values.seed === undefined ? [] : ['--seed', values.seed]),
  ];
  return new Promise((resolve, reject) => {
    spawn(python, args, { stdio: 'inherit' })
      .once('error', reject)
      .once('exit', (code) => {
        resolve(code ?? 1);
      });
  });
}
