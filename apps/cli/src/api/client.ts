// How commands reach the API: with a key of the firm, and one exit code for each way in which it can refuse.
import { createMakewholeClient, type MakewholeClient } from '@makewhole/client/create-client';
import type { components } from '@makewhole/client/schema';
import { readEnv } from '@makewhole/runtime/read-env';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../exit-codes.ts';

export type Schemas = components['schemas'];

const TIMEOUT_MS = 60_000;

export type Api = {
  readonly client: MakewholeClient;
  /** Of an answer: its value. @throws CommandFailure for a refusal */
  readonly valueOf: <Value>(
    asked: Promise<{ readonly data?: Value; readonly error?: unknown; readonly response: Response }>,
  ) => Promise<Value>;
  /** What a call that nobody answered ends the command with. */
  readonly unreachable: (cause: unknown) => CommandFailure;
  readonly portalUrl: string | null;
};

/** With the settings MAKEWHOLE_API_URL, MAKEWHOLE_API_KEY and MAKEWHOLE_PORTAL_URL. */
export function openApi(): Api {
  const url = () => z.url({ protocol: /^https?$/ });
  const { MAKEWHOLE_API_URL, MAKEWHOLE_API_KEY, MAKEWHOLE_PORTAL_URL } = readEnv(
    {
      MAKEWHOLE_API_URL: url().describe("the API's address, https://..."),
      MAKEWHOLE_API_KEY: z.string().min(1).describe("a key of the firm's, from Settings, API keys"),
      MAKEWHOLE_PORTAL_URL: url().optional().describe("the portal's address"),
    },
    { exitCode: EXIT.usage },
  );
  const baseUrl = MAKEWHOLE_API_URL.replace(/\/$/, '');
  const send = (request: Request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const client = createMakewholeClient({ baseUrl, apiKey: MAKEWHOLE_API_KEY, fetch: send });
  const unreachable = (cause: unknown) =>
    new CommandFailure(
      `MAKEWHOLE_API_URL: the API does not answer at ${baseUrl} (${reasonOf(cause)}).`,
      EXIT.unreachable,
    );
  return {
    client,
    unreachable,
    portalUrl: MAKEWHOLE_PORTAL_URL?.replace(/\/$/, '') ?? null,
    valueOf: async (asked) => {
      const { data, error, response } = await asked.catch((cause: unknown) => {
        throw unreachable(cause);
      });
      if (data === undefined) throw refused(response.status, error);
      return data;
    },
  };
}

/** How a command ends that the API refused. */
export function refused(status: number, error: unknown): CommandFailure {
  const problem = PROBLEM.safeParse(error);
  const words = problem.success ? (problem.data.detail ?? problem.data.title) : `It answered ${status}`;
  const code = problem.success ? ` (${problem.data.code})` : '';
  if (status === 401)
    return new CommandFailure('MAKEWHOLE_API_KEY is not a key of this API.', EXIT.notAllowed);
  if (status === 403) return new CommandFailure(`${words}${code}`, EXIT.notAllowed);
  if (status >= 500)
    return new CommandFailure(`${words}${code}. The same command can be sent again.`, EXIT.unreachable);
  return new CommandFailure(`${words}${code}`, status === 400 ? EXIT.usage : EXIT.failed);
}

const PROBLEM = z.object({ title: z.string(), code: z.string(), detail: z.string().optional() });

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
