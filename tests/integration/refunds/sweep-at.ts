// One sweep of what people are told, at an instant of the test's own, with a mail server that takes everything.
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Db } from '@makewhole/db/connect';
import { noteOwed, tellOwed } from '@makewhole/worker/activities/notify-owed';
import type { Email, Mailer } from '@makewhole/worker/emails/mailer';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** One sweep at an instant; the mail server takes everything. @returns what it sent */
export async function sweepAt(db: Db, now: Date): Promise<Email[]> {
  const sent: Email[] = [];
  const mailer: Mailer = {
    send: (email) => {
      sent.push(email);
      return Promise.resolve({ kind: 'taken' });
    },
    close: () => undefined,
  };
  const outside = { db, mailer, portalUrl: 'http://portal.example' };
  // It asks no processor and delivers no webhook.
  const dependencies = outside as unknown as Parameters<typeof tellOwed>[0];
  const clock = () => now;
  await new MockActivityEnvironment().run(noteOwed(dependencies, clock));
  await new MockActivityEnvironment().run(tellOwed(dependencies, clock));
  return sent;
}

export const soon = (at = new Date()) => new Date(at.getTime() + 3 * MINUTE_MS);
export const later = (days: number) => new Date(Date.now() + days * DAY_MS);
