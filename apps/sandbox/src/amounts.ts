import { z } from 'zod';

/** An amount in minor units (cents), more than zero. */
export const minorUnits = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** An amount of a payment, which may be zero: a card that is only verified, a fee that was waived. */
export const minorUnitsOrNothing = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals');
