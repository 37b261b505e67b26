import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { dropBody, readBody } from './read-body.ts';

const stops: (() => unknown)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A request with a body that the test sends as it likes. */
async function receive(length: number): Promise<{ incoming: IncomingMessage; socket: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  stops.push(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`);
  const [incoming] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  return { incoming, socket };
}

const LIMITS = { bytesMax: 10, msMax: 5_000 };

describe('a body', () => {
  it('is read whole, in whatever parts it comes', async () => {
    const { incoming, socket } = await receive(4);
    const reading = readBody(incoming, LIMITS);
    socket.write('ab');
    socket.write('cd');
    expect(await reading).toEqual({ kind: 'read', bytes: Buffer.from('abcd') });
  });

  it('is not read beyond its limit', async () => {
    const { incoming, socket } = await receive(20);
    const reading = readBody(incoming, LIMITS);
    socket.write('x'.repeat(11));
    expect(await reading).toEqual({ kind: 'too_large' });
  });

  it('is not waited for longer than its time', async () => {
    const { incoming, socket } = await receive(4);
    const reading = readBody(incoming, { ...LIMITS, msMax: 100 });
    socket.write('ab');
    expect(await reading).toEqual({ kind: 'too_slow' });
  });

  it('has ended where its sender leaves', async () => {
    const { incoming, socket } = await receive(4);
    const reading = readBody(incoming, LIMITS);
    socket.destroy();
    expect(await reading).toEqual({ kind: 'cut_off' });
  });
});

describe('the rest of a body that is refused', () => {
  it('is dropped to its end, so that the connection serves on', async () => {
    const { incoming, socket } = await receive(3_000_000);
    const dropping = dropBody(incoming);
    socket.write(Buffer.alloc(3_000_000));
    expect(await dropping).toBe(true);
  });

  it('is given up where there is too much of it', async () => {
    const { incoming, socket } = await receive(20_000_000);
    const dropping = dropBody(incoming);
    socket.on('error', () => undefined).write(Buffer.alloc(20_000_000));
    expect(await dropping).toBe(false);
  });

  it('is given up where it does not come', async () => {
    const { incoming } = await receive(4);
    expect(await dropBody(incoming)).toBe(false);
  });
});
