// Accepts every email that the stack sends, delivers none, and shows them: a page at /, JSON at /messages.
import { createServer } from 'node:http';
import type { Server } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { renderMailPage } from './mail-page.ts';
import { portOf } from './ports.ts';
import { openMailStore, type CaughtMessage, type MailStore } from './mail-store.ts';

export type MailCatcherOptions = {
  /** 0 takes any free port, for both. */
  readonly smtpPort: number;
  readonly pagePort: number;
  /** Keeps the messages across restarts. */
  readonly file: string;
  /** How many are kept. */
  readonly messagesMax?: number;
};

export type MailCatcherHandle = {
  readonly name: string;
  /** The page's URL. */
  readonly url: string;
  /** The address for senders: smtp://127.0.0.1:port. */
  readonly smtpUrl: string;
  /** Newest first, as GET /messages answers. */
  messages(): readonly CaughtMessage[];
  stop(): Promise<void>;
};

const HOST = '127.0.0.1';
const LOCAL_NAMES = new Set(['localhost', HOST, '[::1]']);
const MESSAGE_BYTES_MAX = 5_000_000;

/** Starts both servers inside this process. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcherHandle> {
  const store = openMailStore(options.file, options.messagesMax);
  const smtp = createSmtpServer(store);
  const page = createServer(getRequestListener(createPageApp(store).fetch));
  const smtpPort = await listen(smtp, smtp.server, options.smtpPort);
  const pagePort = await listen(page, page, options.pagePort);
  return {
    name: 'mail catcher',
    url: `http://localhost:${pagePort}`,
    smtpUrl: `smtp://${HOST}:${smtpPort}`,
    messages: () => store.all(),
    stop: async () => {
      page.closeAllConnections();
      await Promise.all([
        new Promise<void>((done) => smtp.close(done)),
        new Promise((done) => page.close(done)),
      ]);
    },
  };
}

function createSmtpServer(store: MailStore): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MESSAGE_BYTES_MAX,
    logger: false,
    // A message is in the file before its sender hears that it was accepted.
    onData: (stream, session, answer) => {
      catchMessage(store, stream, session).then(() => answer(), answer);
    },
  });
}

async function catchMessage(
  store: MailStore,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const mail = await simpleParser(stream);
  if (stream.sizeExceeded) {
    throw Object.assign(new Error(`The message is larger than ${MESSAGE_BYTES_MAX} bytes`), {
      responseCode: 552,
    });
  }
  store.add(toCaught(mail, session));
}

function toCaught(mail: ParsedMail, { envelope }: SMTPServerSession): CaughtMessage {
  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const recipients = envelope.rcptTo.map((recipient) => recipient.address).join(', ');
  return {
    to: addressesOf(mail.to) || recipients,
    from: addressesOf(mail.from) || sender,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || null,
    date: (mail.date ?? new Date()).toISOString(),
    messageId: mail.messageId ?? '',
  };
}

function addressesOf(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []]
    .flat()
    .flatMap((part) => part.value)
    .flatMap((one) => one.address ?? [])
    .join(', ');
}

function createPageApp(store: MailStore): Hono {
  const app = new Hono();
  // A web page that the developer visits can point its own name at this machine (DNS rebinding).
  app.use(async (c, next) => {
    const host = URL.parse(`http://${c.req.header('host') ?? ''}`)?.hostname;
    if (host === undefined || !LOCAL_NAMES.has(host)) {
      return c.text('Open the mail page as localhost or 127.0.0.1.', 403);
    }
    await next();
    return;
  });
  app.get('/', (c) => c.html(renderMailPage(store.all())));
  app.get('/messages', (c) => c.json(store.all()));
  return app;
}

type Opener = {
  once(event: 'error', listener: (error: Error) => void): unknown;
  listen(port: number, host: string, done: () => void): unknown;
};

/** Binds to this machine only; returns the port. */
function listen(opener: Opener, server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    opener.once('error', reject);
    opener.listen(port, HOST, () => resolve(portOf(server)));
  });
}
