// The texts of the emails about a person's own account (R11).
import type { AccountEmailFacts } from '@makewhole/db/users/send-account-email';
import type { AccountEmailAbout, AccountEmailKind } from '@makewhole/domain/account-emails';
import { layOutEmail, type EmailBlock } from '@makewhole/domain/email-layout';
import { formatDayOf, formatTime } from '@makewhole/domain/format-day';
import type { Email } from './mailer.ts';
import { sayRules } from './rule-labels.ts';

/** What it says of the person, the firm and what happened. */
export type AccountFacts = Pick<
  AccountEmailFacts,
  'kind' | 'about' | 'email' | 'requester' | 'firmName' | 'timeZone' | 'requestedAt'
>;

export type AccountLink = { readonly token: string; readonly expiresAt: Date };

type Envelope = {
  readonly emailId: string;
  readonly to: Email['to'];
  readonly link: AccountLink | null;
  readonly portalUrl: string;
};

type Words = {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What the link is for, and which portal page it opens. */
  readonly link: { readonly label: string; readonly path: string };
};

export function composeAccountEmail(facts: AccountFacts, envelope: Envelope): Email {
  const { to, link, emailId, portalUrl } = envelope;
  const words = WORDS[facts.kind](facts);
  const address = `${portalUrl}${words.link.path}${link === null ? '' : `?token=${link.token}`}`;
  const sentence = (text: string): EmailBlock => ({ kind: 'words', text });
  const expiry =
    link === null ? [] : [`The link works once, until ${formatTime(link.expiresAt, facts.timeZone)}.`];
  return {
    to,
    ...layOutEmail({
      subject: words.subject,
      recipientName: to.name,
      firmName: facts.firmName,
      blocks: [
        ...words.paragraphs.map(sentence),
        { kind: 'link', label: words.link.label, href: address },
        ...expiry.map(sentence),
      ],
    }),
    messageId: `<${emailId}@makewhole.invalid>`,
    thread: null,
  };
}

const SECURITY = { label: 'See your sign-in', path: '/sign-in?next=/settings/security' };

const WORDS: Record<AccountEmailKind, (facts: AccountFacts) => Words> = {
  invitation: ({ firmName, requester, email }) => ({
    subject: `${firmName} invites you to Makewhole`,
    paragraphs: [
      `${requester ?? firmName} invites you to Makewhole, where ${firmName} refunds online payments.`,
      `You will sign in with this email address, ${email ?? ''}, and a password of your own. Makewhole's sign-in is apart from your firm's other systems.`,
    ],
    link: { label: 'Set your password', path: '/invitation' },
  }),
  password_reset: () => ({
    subject: 'Set a new password for Makewhole',
    paragraphs: [
      'Somebody, probably you, asked for a new password for your sign-in to Makewhole.',
      'If it was not you, do nothing: your password stays as it is.',
    ],
    link: { label: 'Set a new password', path: '/reset-password' },
  }),
  password_changed: () => ({
    subject: 'Your Makewhole password was changed',
    paragraphs: [
      'The password of your sign-in to Makewhole was changed, and your other sessions have ended.',
      'If it was not you, set a new one at once, and tell the person who looks after Makewhole at your firm.',
    ],
    link: { label: 'I did not do this', path: '/forgot-password' },
  }),
  second_factor_reset: ({ requester }) => ({
    subject: 'Your second factor at Makewhole was removed',
    paragraphs: [
      `${requester ?? 'Whoever runs Makewhole for your firm'} removed the authenticator app from your sign-in to Makewhole, and your sessions have ended. You sign in with your password alone until you set an app up again.`,
      'If you did not ask for this, tell an owner of your firm at once.',
    ],
    link: { label: 'Sign in', path: '/sign-in?next=/settings/security' },
  }),
  second_factor_on: () => ({
    subject: 'A second factor was set up for your Makewhole sign-in',
    paragraphs: [
      'An authenticator app was set up for your sign-in to Makewhole. From now on it takes a code of that app as well as your password.',
      'If it was not you, tell an owner of your firm at once: they can take the app away and end your sessions.',
    ],
    link: SECURITY,
  }),
  second_factor_off: () => ({
    subject: 'Your second factor at Makewhole was turned off',
    paragraphs: [
      'The authenticator app of your sign-in to Makewhole was turned off. Your password alone opens it now.',
      'If it was not you, set a new password at once, and tell an owner of your firm.',
    ],
    link: { label: 'I did not do this', path: '/forgot-password' },
  }),
  recovery_codes_made: () => ({
    subject: 'New recovery codes for your Makewhole sign-in',
    paragraphs: [
      'New recovery codes were made for your sign-in to Makewhole. The old ones have ended.',
      'If it was not you, set a new password at once, and tell an owner of your firm.',
    ],
    link: { label: 'I did not do this', path: '/forgot-password' },
  }),
  rules_loosened: ({ requester, firmName, about, timeZone }) => ({
    subject: `A rule of ${firmName} is being loosened`,
    paragraphs: [
      `${requester ?? 'Somebody'} has decided that a rule for the refunds of ${firmName} is to be looser.`,
      ...sayLoosening(about, timeZone),
      'Until then every owner can withdraw it under Settings. If you did not expect this, ask whoever decided it, by another way than email.',
    ],
    link: { label: 'See the settings', path: '/settings/history' },
  }),
  sign_in_locked: ({ requestedAt, timeZone }) => ({
    subject: 'Your Makewhole sign-in is locked for half an hour',
    paragraphs: [
      `Somebody gave a wrong password or code for your sign-in to Makewhole too often. The last time was on ${formatTime(requestedAt, timeZone)}; nobody can sign in with a new browser for half an hour from then.`,
      'If it was you, open the link in the browser in which you want to sign in. It ends the lock, and from then on the wrong tries of others lock nobody out of that browser.',
      'If it was not you, you need not do anything: your password was not guessed. Tell an owner of your firm if it goes on.',
    ],
    link: { label: 'It is me: end the lock', path: '/unlock' },
  }),
  inactivity_told: ({ firmName, about, timeZone }) => ({
    subject: `Unused access to ${firmName} at Makewhole ends in a week`,
    paragraphs: [
      'Sign-ins and API keys that nobody has used for 90 days are ended, so that nobody else finds a use for them:',
      ...sayUnused(about, timeZone, 'ends on'),
      'A sign-in stays if its person signs in before that day, and an API key if a program uses it. The last owner who can sign in always stays.',
    ],
    link: { label: 'See the users', path: '/sign-in?next=/settings/users' },
  }),
  inactivity_ended: ({ firmName, about, timeZone }) => ({
    subject: `Unused access to ${firmName} at Makewhole has ended`,
    paragraphs: [
      'Nobody had used these sign-ins and API keys for 90 days, and they have ended:',
      ...sayUnused(about, timeZone, 'was to end on'),
      'An owner can enable a user again under Settings. A program needs a new API key.',
    ],
    link: { label: 'See the users', path: '/sign-in?next=/settings/users' },
  }),
};

function sayLoosening(about: AccountEmailAbout | null, timeZone: string): string[] {
  const { from, to, countsFrom } =
    about !== null && 'from' in about ? about : { from: {}, to: {}, countsFrom: null };
  const day = countsFrom === null ? 'the next bank day' : formatTime(new Date(countsFrom), timeZone);
  return [`Now: ${sayRules(from).join(' ')}`, `From ${day}: ${sayRules(to).join(' ')}`];
}

function sayUnused(about: AccountEmailAbout | null, timeZone: string, ends: string): string[] {
  const unused = about !== null && 'unused' in about ? about.unused : [];
  const day = (at: string) => formatDayOf(new Date(at), timeZone);
  return unused.map(({ kind, name, lastUsedAt, endsAt }) => {
    const what = kind === 'user' ? `The sign-in of ${name}` : `The API key of ${name}`;
    return `${what}: not used since ${day(lastUsedAt)}, ${ends} ${day(endsAt)}.`;
  });
}
