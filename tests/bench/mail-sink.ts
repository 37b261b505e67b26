import { createServer, type Socket } from 'node:net';
import { portOf } from '@makewhole/stack/ports';

/** A mail server that takes every message and does nothing with it: what it costs is no part of a measure. */
export async function startMailSink() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setEncoding('latin1').write('220 sink\r\n');
    let unread = '';
    let inMessage = false;
    socket.on('data', (text: string) => {
      unread += text;
      for (;;) {
        const end = unread.indexOf(inMessage ? '\r\n.\r\n' : '\r\n');
        if (end === -1) return;
        const command = unread.slice(0, 4).toUpperCase();
        unread = unread.slice(end + (inMessage ? 5 : 2));
        const wasMessage = inMessage;
        inMessage = !inMessage && command === 'DATA';
        socket.write(
          inMessage ? '354 go on\r\n' : command === 'QUIT' && !wasMessage ? '221 bye\r\n' : '250 ok\r\n',
        );
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(server)}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
