// What goes over the wire to a mail server.
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { layOutEmail } from '@makewhole/domain/email-layout';
import { createMailer } from './mailer.ts';

const WORDS = layOutEmail({
  subject: 'Payment refunded: $125.00 from José Peña, whose name is long enough to be folded somewhere',
  recipientName: 'Nora Adler',
  blocks: [
    { kind: 'words', text: 'A payment on your matter is being refunded in full. '.repeat(12).trim() },
    { kind: 'facts', facts: [{ label: 'Reason', value: '.\n.\nFrom here\n\n裕子 😀', isQuoted: true }] },
  ],
});

it('says that a program wrote it, in which thread it is, and both forms of its text', async () => {
  const { port, received } = await startSmtp();
  const mailer = createMailer(`smtp://127.0.0.1:${port}`, 'Makewhole <makewhole@firm.example>');
  const to = { name: 'Adler, Nora "NA"', address: 'nora@adler.example' };
  const sent = await mailer.send({
    to,
    ...WORDS,
    messageId: '<ntf_1@makewhole.invalid>',
    thread: 'refund.ref_1',
  });
  mailer.close();
  expect(sent).toEqual({ kind: 'taken' });
  const raw = await received;
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  expect(Object.fromEntries(headers)).toMatchObject({
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
    'message-id': '<ntf_1@makewhole.invalid>',
    'in-reply-to': '<refund.ref_1@makewhole.invalid>',
    references: '<refund.ref_1@makewhole.invalid>',
    to: String.raw`"Adler, Nora \"NA\"" <nora@adler.example>`,
  });
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000);
  expect(headers.get('content-type')).toContain('multipart/alternative');
  expect(body.join()).toMatch(/text\/plain; charset=utf-8[^]+text\/html; charset=utf-8/);
  // RFC 5322: no line of more than 998 bytes, and no line end but CRLF.
  expect(raw.split('\r\n').every((line) => Buffer.byteLength(line) <= 998 && !/[\r\n]/.test(line))).toBe(
    true,
  );
});

/** A mail server that takes one message. */
async function startSmtp() {
  const message = new PassThrough();
  const received = text(message);
  const server = createServer((socket) => {
    let isData = false;
    socket.write('220 here\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      if (!isData) {
        isData = /^DATA/m.test(String(data));
        socket.write(isData ? '354 go on\r\n' : '250 fine\r\n');
        return;
      }
      message.write(data);
      if (!String(data).endsWith('\r\n.\r\n')) return;
      isData = false;
      message.end();
      socket.write('250 taken\r\n');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
  });
  return { received, port: (server.address() as AddressInfo).port }; // it listens on TCP
}
