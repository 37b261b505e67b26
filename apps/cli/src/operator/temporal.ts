// How the operator's commands reach Temporal.
import { Client, Connection } from '@temporalio/client';
import { TEMPORAL_ENV, temporalConnectionOptions } from '@makewhole/temporal/connection';
import { readEnv } from '@makewhole/runtime/read-env';
import { CommandFailure, EXIT } from '../exit-codes.ts';

const CONNECT_TIMEOUT_MS = 10_000;

export function readTemporalSettings() {
  return readEnv(TEMPORAL_ENV, { exitCode: EXIT.usage });
}

export type TemporalSettings = ReturnType<typeof readTemporalSettings>;

/** @throws CommandFailure if no Temporal answers there */
export async function withTemporal<Result>(
  settings: TemporalSettings,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({
    ...temporalConnectionOptions(settings),
    connectTimeout: CONNECT_TIMEOUT_MS,
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      `TEMPORAL_ADDRESS: no Temporal answers at ${settings.TEMPORAL_ADDRESS} (${reason}). Start it, or correct the address.`,
      EXIT.unreachable,
    );
  });
  try {
    return await work(new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }));
  } finally {
    await connection.close();
  }
}
