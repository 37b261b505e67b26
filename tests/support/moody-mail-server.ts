import { connect, createServer, type Socket } from 'node:net';

const PIPELINING = '250-PIPELINING\r\n';

/** A mail server in front of another one, which can be away, slow or silent, and can refuse recipients for good. */
export async function startMoodyMailServer(behind: string) {
  const { hostname: host, port } = new URL(behind);
  const refused = new Set<string>();
  const deferred = new Set<string>();
  const sockets = new Set<Socket>();
  let isAway = false;
  const unanswered = new Set<Socket>();
  let isSilent = false;
  let slowMs = 0;
  const server = createServer((client) => {
    if (isAway) {
      client.destroy();
      return;
    }
    if (isSilent) {
      unanswered.add(client);
      client.on('error', () => client.destroy());
      client.on('close', () => unanswered.delete(client));
      client.resume();
      return;
    }
    const upstream = connect(Number(port), host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    // One command at a time, so that each recipient can be answered here.
    upstream.on('data', (data: Buffer) =>
      client.write(data.toString('latin1').replace(PIPELINING, ''), 'latin1'),
    );
    client.on('data', (data: Buffer) => {
      const [, recipient] = /^RCPT TO:<([^>]+)>/i.exec(data.toString('latin1')) ?? [];
      if (recipient !== undefined && refused.has(recipient)) client.write('550 No such mailbox here\r\n');
      else if (recipient !== undefined && deferred.delete(recipient)) client.write('451 Try again later\r\n');
      else setTimeout(() => upstream.writable && upstream.write(data), slowMs);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    /** It takes no mail for this address any more. */
    refuse: (recipient: string) => refused.add(recipient),
    accept: (recipient: string) => refused.delete(recipient),
    /** It puts the next mail for this address off. */
    deferOnce: (recipient: string) => deferred.add(recipient),
    /** From here on every connection is cut, or none is. */
    away(isIt: boolean) {
      isAway = isIt;
    },
    /** From here on it takes connections and says nothing; those are cut when it speaks again. */
    silent(isIt: boolean) {
      isSilent = isIt;
      if (!isIt) for (const socket of unanswered) socket.destroy();
    },
    /** Each command of a client waits so long. */
    slow(ms: number) {
      slowMs = ms;
    },
    async stop() {
      for (const socket of [...sockets, ...unanswered]) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
