// A stand-in for a firm's practice-management system: what it has, and what is booked in it, by entry.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type PmsBooking = { readonly kind: string; readonly amount: number } & Readonly<
  Record<string, unknown>
>;
type Entry = { readonly version: number; readonly booking: PmsBooking | null };
type Records = Readonly<Record<'clients' | 'matters' | 'invoices', readonly object[]>>;

/** Starts one. @param records what the firm has in it */
export async function startPracticeManagement(records: Records) {
  const entries = new Map<string, Entry>();
  let isDown = false;
  let puts = 0;
  const server = createServer((request, response) => {
    const answer = (status: number, body?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const [, kind = '', id = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
    if (isDown) answer(503);
    else if (request.method === 'PUT') {
      void json(request).then((entry) => {
        entries.set(id, entry as Entry); // of our own example
        puts += 1;
        answer(200, {});
      });
    } else if (kind === 'bookings') answer(entries.has(id) ? 200 : 404, entries.get(id) ?? {});
    else answer(200, Object.entries(records).find(([name]) => name === kind)?.[1] ?? []);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listens on a port, no pipe
  return {
    url: `http://127.0.0.1:${port}`,
    /** What stands in its books. */
    bookings: (): PmsBooking[] => [...entries.values()].flatMap(({ booking }) => booking ?? []),
    /** How often it was told to book something. */
    puts: () => puts,
    goDown: (down: boolean) => {
      isDown = down;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
