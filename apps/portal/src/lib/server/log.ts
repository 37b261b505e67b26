import { pino } from 'pino';

/** The process's one logger: JSON lines on standard output. */
export const log = pino({ name: 'portal' });
