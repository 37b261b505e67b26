import { createTransport } from 'nodemailer';

export type Email = {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every try of one logical message, so that a mail system can detect a duplicate. */
  readonly messageId: string;
  /** What it is about, among the characters that a Message-ID may have: mail programs show one thread for it. */
  readonly thread: string | null;
};

/** taken: the mail server accepted it; refused: it never will, for this recipient; unavailable: try again. */
export type SendResult =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

export type Mailer = {
  readonly send: (email: Email) => Promise<SendResult>;
  readonly close: () => void;
};

const SMTP_TIMEOUT_MS = 10_000;

/** A mailer over SMTP. @param smtpUrl smtp://user:password@host:port, or smtps:// */
export function createMailer(smtpUrl: string, from: string): Mailer {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  const transport = createTransport({ url: smtpUrl, ...timeouts }, { from });
  return {
    async send(email) {
      try {
        await transport.sendMail(messageOf(email));
        return { kind: 'taken' };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { kind: isPermanent(error) ? 'refused' : 'unavailable', message };
      }
    },
    close: () => {
      transport.close();
    },
  };
}

/** Says that a program wrote it, so that no program answers (RFC 3834), and which thread it is in. */
function messageOf({ thread, ...email }: Email) {
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
  if (thread === null) return { ...email, headers };
  // No message has this ID: all of a thread refer to it, whichever of them a reader gets.
  const root = `<${thread}@makewhole.invalid>`;
  return { ...email, headers, inReplyTo: root, references: root };
}

/** A 5xx reply to this message: the server will not accept it on any retry (RFC 5321). */
function isPermanent(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;
  return code >= 500 && code < 600;
}
