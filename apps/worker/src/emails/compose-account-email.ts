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
    link === null ? [] : [`The link works once and expires ${formatTime(link.expiresAt, facts.timeZone)}.`];
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

const SECURITY = { label: 'Review your sign-in', path: '/sign-in?next=/settings/security' };

const WORDS: Record<AccountEmailKind, (facts: AccountFacts) => Words> = {
  invitation: ({ firmName, requester, email }) => ({
    subject: `You're invited to ${firmName} on Makewhole`,
    paragraphs: [
      `${requester ?? firmName} invited you to Makewhole, which ${firmName} uses to refund online payments.`,
      `You'll sign in with this email address, ${email ?? ''}, and a password you choose. Makewhole's sign-in is separate from your firm's other systems.`,
    ],
    link: { label: 'Set your password', path: '/invitation' },
  }),
  password_reset: () => ({
    subject: 'Reset your Makewhole password',
    paragraphs: [
      'We received a request to reset your Makewhole password.',
      "If this wasn't you, ignore this email. Your password won't change.",
    ],
    link: { label: 'Set a new password', path: '/reset-password' },
  }),
  password_changed: () => ({
    subject: 'Your Makewhole password was changed',
    paragraphs: [
      "Your Makewhole password was changed, and you've been signed out everywhere else.",
      "If this wasn't you, set a new password now and notify your firm's owner.",
    ],
    link: { label: "This wasn't me", path: '/forgot-password' },
  }),
  second_factor_reset: ({ requester }) => ({
    subject: 'Your Makewhole two-factor was reset',
    paragraphs: [
      `${requester ?? 'Your Makewhole operator'} reset your two-factor authentication, and you've been signed out. You'll sign in with only your password until you set up an app again.`,
      "If you didn't request this, notify your firm's owner now.",
    ],
    link: { label: 'Sign in', path: '/sign-in?next=/settings/security' },
  }),
  second_factor_on: () => ({
    subject: 'Two-factor is on for your Makewhole account',
    paragraphs: [
      'An authenticator app was set up for your Makewhole account. Signing in now requires a code from the app as well as your password.',
      "If this wasn't you, notify your firm's owner now. They can reset two-factor and sign you out everywhere.",
    ],
    link: SECURITY,
  }),
  second_factor_off: () => ({
    subject: 'Two-factor is off for your Makewhole account',
    paragraphs: [
      'Two-factor authentication was turned off for your Makewhole account. You now sign in with only your password.',
      "If this wasn't you, set a new password now and notify your firm's owner.",
    ],
    link: { label: "This wasn't me", path: '/forgot-password' },
  }),
  recovery_codes_made: () => ({
    subject: 'New recovery codes for your Makewhole account',
    paragraphs: [
      'New recovery codes were created for your Makewhole account. Your old codes no longer work.',
      "If this wasn't you, set a new password now and notify your firm's owner.",
    ],
    link: { label: "This wasn't me", path: '/forgot-password' },
  }),
  rules_loosened: ({ requester, firmName, about, timeZone }) => ({
    subject: `A refund rule at ${firmName} will be loosened`,
    paragraphs: [
      `${requester ?? 'Someone'} scheduled a looser refund rule for ${firmName}.`,
      ...sayLoosening(about, timeZone),
      "Until then, any owner can cancel it in Settings. If you didn't expect this, call the person who made the change; don't reply by email.",
    ],
    link: { label: 'Review settings', path: '/settings/history' },
  }),
  sign_in_locked: ({ requestedAt, timeZone }) => ({
    subject: 'Your Makewhole sign-in is locked for 30 minutes',
    paragraphs: [
      `There were too many incorrect passwords or codes for your Makewhole account, most recently on ${formatTime(requestedAt, timeZone)}. New browsers can't sign in for 30 minutes from then.`,
      "If this was you, open the link in the browser you'll use to sign in. It will unlock your account, and other people's failed attempts won't lock that browser again.",
      "If this wasn't you, you don't need to do anything: no one guessed your password. If it continues, notify your firm's owner.",
    ],
    link: { label: "It's me: unlock", path: '/unlock' },
  }),
  inactivity_told: ({ firmName, about, timeZone }) => ({
    subject: `Unused access to ${firmName} will end in a week`,
    paragraphs: [
      "To keep your firm secure, we end access that hasn't been used for 90 days:",
      ...sayUnused(about, timeZone, 'will end on'),
      'To keep a user, have them sign in before that day. To keep an API key, use it. The last owner who can sign in always keeps access.',
    ],
    link: { label: 'Review users', path: '/sign-in?next=/settings/users' },
  }),
  inactivity_ended: ({ firmName, about, timeZone }) => ({
    subject: `Unused access to ${firmName} has ended`,
    paragraphs: [
      "We ended access that hadn't been used for 90 days:",
      ...sayUnused(about, timeZone, 'scheduled to end on'),
      'An owner can enable a user again in Settings. Software needs a new API key.',
    ],
    link: { label: 'Review users', path: '/sign-in?next=/settings/users' },
  }),
};

function sayLoosening(about: AccountEmailAbout | null, timeZone: string): string[] {
  const { from, to, countsFrom } =
    about !== null && 'from' in about ? about : { from: {}, to: {}, countsFrom: null };
  const day = countsFrom === null ? 'the next bank day' : formatTime(new Date(countsFrom), timeZone);
  return [`Now: ${sayRules(from).join(' ')}`, `Starting ${day}: ${sayRules(to).join(' ')}`];
}

function sayUnused(about: AccountEmailAbout | null, timeZone: string, ends: string): string[] {
  const unused = about !== null && 'unused' in about ? about.unused : [];
  const day = (at: string) => formatDayOf(new Date(at), timeZone);
  return unused.map(({ kind, name, lastUsedAt, endsAt }) => {
    const what = kind === 'user' ? `User ${name}` : `API key ${name}`;
    return `${what}: last used ${day(lastUsedAt)}, ${ends} ${day(endsAt)}.`;
  });
}
