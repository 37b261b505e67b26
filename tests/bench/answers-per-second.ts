// Asks a server for the same thing over many connections, one request under way on each, and counts the answers by their
// first line without parsing them: so little work that the server, not who asks, is what is measured.
import { once } from 'node:events';
import { connect } from 'node:net';

const CONNECTIONS = 32;
const FIRST_WORDS = 'HTTP/1.1 200';

/** @returns how many answers a second came within the time */
export async function answersPerSecond(url: string, path: string, forMs: number): Promise<number> {
  const startedAt = performance.now();
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => countAnswers(new URL(path, url), startedAt + forMs)),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (total * 1_000) / (performance.now() - startedAt);
}

async function countAnswers({ hostname, port, host, pathname }: URL, endAt: number): Promise<number> {
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const ask = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  let answers = 0;
  let tail = '';
  socket.setEncoding('latin1').setNoDelay();
  socket.on('data', (text: string) => {
    const seen = tail + text;
    const found = seen.split(FIRST_WORDS).length - 1;
    // What may be the beginning of the next first line; a whole one was counted.
    tail = seen.slice(-(FIRST_WORDS.length - 1));
    answers += found;
    if (performance.now() >= endAt) socket.destroy();
    else if (found > 0) socket.write(ask);
  });
  socket.write(ask);
  await once(socket, 'close');
  return answers;
}
