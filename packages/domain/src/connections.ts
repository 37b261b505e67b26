// A firm's account at a payment company, and what the books must know of it.

/** live moves money; test does not. */
export type ConnectionMode = 'live' | 'test';

/** broken: the company no longer accepts the credentials. disabled: by the firm; its running refunds are followed to their end. */
export type ConnectionStatus = 'active' | 'broken' | 'disabled';

/**
 * gross: each receipt and each refund moves the bank account. net: they move a balance at the company, which pays out what is
 * left (BK4).
 */
export type Settles = 'gross' | 'net';

/** The bank account that the company pays out to; mixed: by the item's account. */
export type PaysOutTo = 'mixed' | 'operating' | 'trust';

export const DRAWS_ON = ['operating', 'account_of_payment'] as const;
/** Which account a refund leaves: operating (R5), or each leg's own (D1). */
export type DrawsOn = (typeof DRAWS_ON)[number];
