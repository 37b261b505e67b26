import { pino, type Logger } from 'pino';
import { safeError } from './safe-error.ts';

export type { Logger };

/** The process's only logger: JSON lines on standard output, each with the name of the app. */
export function createLogger(app: string, level: string): Logger {
  return pino({
    name: app,
    level,
    serializers: { err: safeError },
    redact: ['*.authorization', '*.cookie', '*.password', '*.apiKey'],
  });
}
