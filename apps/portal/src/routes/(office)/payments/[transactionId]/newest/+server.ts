import { loadPayment } from '#lib/server/load-payment.ts';
import type { RequestHandler } from './$types';

/** The page's data, loaded again: the page requests it while it follows a void. */
export const GET: RequestHandler = async (event) => Response.json(await loadPayment(event));
