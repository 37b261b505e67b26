import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { openDatabase } from './database.ts';
import { log } from './log.ts';
import { BadSettings, readSettings, type Settings } from './settings.ts';

const HOST = '127.0.0.1';

try {
  await run(readSettings(process.env));
} catch (error) {
  if (!(error instanceof BadSettings)) throw error;
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exit(1);
}

async function run(settings: Settings): Promise<void> {
  const database = openOrExplain(settings.databasePath);
  const app = createApp(settings, database);
  const server = createServer(getRequestListener(app.fetch));
  const port = await listen(server, settings.port);
  app.start();

  const stop = () => {
    app.stop();
    server.close(() => {
      database.close();
      log.info('stopped');
      process.exit(0); // does not wait for what a fault slowed down
    });
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  log.info({ url: `http://localhost:${port}` }, 'ready');
}

function openOrExplain(path: string) {
  try {
    return openDatabase(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadSettings(
      `SANDBOX_DB cannot be used (${reason}): set the path of a SQLite file in a folder that exists and can be ` +
        'written, and that no other process has open',
    );
  }
}

/** @returns the port that was taken. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.message})`;
      reject(new BadSettings(`SANDBOX_PORT ${port} ${reason}: set another port, or 0 for any free one`));
    });
    server.listen(port, HOST, () => {
      resolve((server.address() as AddressInfo).port); // a server that listens on TCP has an AddressInfo
    });
  });
}
