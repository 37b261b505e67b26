// npm run reset: empties the data folder, so that the next start begins with a fresh demo firm.
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { dataPaths } from './data-folder.ts';
import { endLeftovers } from './run-record.ts';
import { describeError } from './stack-error.ts';

try {
  const { folder, ...entries } = dataPaths(process.env);
  await endLeftovers(entries.runRecord);
  // Postgres may be elsewhere, behind a link (postgres-home.ts).
  if (existsSync(entries.postgres)) rmSync(realpathSync(entries.postgres), { recursive: true });
  for (const entry of Object.values(entries)) {
    // SQLite keeps two more files beside its own.
    for (const path of [entry, `${entry}-wal`, `${entry}-shm`])
      rmSync(path, { recursive: true, force: true });
  }
  console.log(`${folder} is empty: npm start begins afresh.`);
  if (process.env.DATABASE_URL) console.log('DATABASE_URL is set: that database was left as it is.');
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
