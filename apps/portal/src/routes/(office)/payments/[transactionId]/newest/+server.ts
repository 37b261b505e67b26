import { loadPayment } from '#lib/server/load-payment.ts';
import type { RequestHandler } from './$types';

/** What the page shows, looked up anew: the page that follows a void asks for it. */
export const GET: RequestHandler = async (event) => Response.json(await loadPayment(event));
