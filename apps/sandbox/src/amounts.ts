import { z } from 'zod';

/** An amount in minor units (cents), more than zero. */
export const minorUnits = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals');
