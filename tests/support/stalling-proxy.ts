import { createServer, connect, type Socket } from 'node:net';

/** A TCP relay to a server that can be made to take connections and stay silent, or to lose those that it has. */
export async function startStallingProxy(target: { readonly host: string; readonly port: number }) {
  let stalls = false;
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    sockets.add(incoming);
    incoming.on('error', () => incoming.destroy());
    incoming.on('close', () => sockets.delete(incoming));
    if (stalls) return;
    const outgoing = connect(target);
    outgoing.on('error', () => incoming.destroy());
    incoming.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port');
  return {
    port: address.port,
    /** From here on connections are taken and nothing is said on them, or all is well again. */
    stall(isStalling: boolean) {
      stalls = isStalling;
    },
    /** Ends the connections that there are; new ones are welcome. */
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
