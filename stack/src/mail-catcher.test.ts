import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMailCatcher, type MailCatcherHandle } from './mail-catcher.ts';
import { MESSAGES_MAX, openMailStore } from './mail-store.ts';

const MESSAGE = {
  from: '"Makewhole" <refunds@makewhole.example>',
  to: '"Ada Client" <ada@client.example>',
  subject: 'Your payment was refunded',
  text: 'The reason: paid twice.',
};

let folder: string;
let catcher: MailCatcherHandle;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-mail-'));
  catcher = await start();
});

afterEach(async () => {
  await catcher.stop();
  rmSync(folder, { recursive: true });
});

describe('the mail catcher', () => {
  it('shows what was sent as JSON, with bare addresses', async () => {
    await send({
      ...MESSAGE,
      html: '<p>paid twice</p>',
      date: new Date('2026-03-02T15:00:00Z'),
      messageId: '<1@x>',
    });
    expect(await messages()).toEqual([
      {
        to: 'ada@client.example',
        from: 'refunds@makewhole.example',
        subject: 'Your payment was refunded',
        text: expect.stringContaining('paid twice.'),
        html: expect.stringContaining('<p>paid twice</p>'),
        date: '2026-03-02T15:00:00.000Z',
        messageId: '<1@x>',
      },
    ]);
  });

  it('lists the newest first, and null where there is no HTML', async () => {
    await send({ ...MESSAGE, subject: 'first' });
    await send({ ...MESSAGE, subject: 'second' });
    expect(await messages()).toMatchObject([
      { subject: 'second', html: null },
      { subject: 'first', html: null },
    ]);
  });

  it('keeps what it caught over a restart', async () => {
    await send(MESSAGE);
    await catcher.stop();
    catcher = await start();
    expect(await messages()).toMatchObject([{ subject: MESSAGE.subject }]);
  });

  it('is shown to nobody who comes by another name than this machine has', async () => {
    await send(MESSAGE);
    const { port } = new URL(catcher.url);
    for (const path of ['/', '/messages']) {
      expect(await statusByName(port, path, `localhost:${port}`)).toBe(200);
      expect(await statusByName(port, path, `127.0.0.1:${port}`)).toBe(200);
      for (const host of [`evil.example:${port}`, 'localhost.evil.example']) {
        expect(await statusByName(port, path, host)).toBe(403);
      }
    }
  });

  it('shows hostile HTML as text, or inside a frame without scripts', async () => {
    await send({ ...MESSAGE, subject: '<script>alert(1)</script>', html: '"><script>alert(2)</script>' });
    const page = await (await fetch(catcher.url)).text();
    expect(page).not.toContain('<script');
    expect(page).toMatch(/<iframe\s+sandbox=""\s/);
  });
});

describe('the store of caught mail', () => {
  it('forgets the oldest once it is full, also in its file', () => {
    const file = join(folder, 'bounded.jsonl');
    const store = openMailStore(file);
    for (let number = 1; number <= 2 * MESSAGES_MAX + 2; number += 1) store.add(numbered(number));
    for (const messages of [store.all(), openMailStore(file).all()]) {
      expect(messages).toHaveLength(MESSAGES_MAX);
      expect(messages[0]).toEqual(numbered(2 * MESSAGES_MAX + 2));
    }
  });
});

function numbered(number: number) {
  return { to: '', from: '', subject: String(number), text: '', html: null, date: '', messageId: '' };
}

function start(): Promise<MailCatcherHandle> {
  return startMailCatcher({ smtpPort: 0, pagePort: 0, file: join(folder, 'mail.jsonl') });
}

async function send(message: SendMailOptions): Promise<void> {
  await createTransport(catcher.smtpUrl).sendMail(message);
}

function statusByName(port: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).once('error', reject);
  });
}

async function messages(): Promise<unknown> {
  return (await fetch(`${catcher.url}/messages`)).json();
}
