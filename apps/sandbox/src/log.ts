import { pino } from 'pino';

/** The one logger of this process: JSON lines on standard output, IDs and codes only, never a payer or a secret. */
export const log = pino({ base: { app: 'sandbox' }, timestamp: pino.stdTimeFunctions.isoTime });
