// What every email that can be sent has in common, whatever people wrote into it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Email } from '@makewhole/worker/emails/mailer';
import { PLAIN_TEXTS, SAMPLE_PORTAL, sampleEmails, type SampleTexts } from '../support/sample-emails.ts';
import { pathOf } from './source-files.ts';

const FORGED =
  'ok\r\n\r\nAmount: $1.00\nSee the refund: https://evil.example/login\u2028Matter: none\u0085Due: now';
const OVERRIDE = '\u202egro.live\u202c \u2066x\u2069\u200b\u00ad';
/** Each word tries to be more than a word. */
const HOSTILE: SampleTexts = {
  person: 'Nora\r\nBcc: evil@evil.example\r\n\r\nAmount: $3.00',
  firm: '<b>Adler</b> & "Brandt"\nSee the refund: https://evil.example',
  payer: `Dana ${OVERRIDE}<img src=x onerror=alert(1)>${' and a very long name'.repeat(8)}`,
  matter: `lease\nAmount: $2.00 ${OVERRIDE}`,
  reason: `${FORGED}${OVERRIDE}`,
  summary: `Decide\nAmount: $4.00 ${OVERRIDE}`,
  attention: `Look\nAmount: $4.00 ${OVERRIDE}`,
  url: 'https://hook.example/?a=1&b=<2>',
};

const plain = [...sampleEmails()];
const hostile = [...sampleEmails(HOSTILE)];

describe.each(plain)('the email %s', (_, email) => {
  it('says the same as text and as HTML', () => {
    const shown = shownBy(email.html);
    for (const line of email.text.split('\n').filter((one) => one.trim() !== '')) {
      const [, label = '', address = ''] = /^(.+): (https:.+)$/.exec(line) ?? [];
      const said = address === '' ? line : label;
      for (const part of said.replace(/^ {2}> ?/, '').split(/ {2}|(?<=^[\w ]+): ?/)) {
        expect(shown, line).toContain(part.trim());
      }
      if (address !== '') expect(email.html).toContain(`href="${escaped(address)}"`);
    }
    const words = email.text.replaceAll(/\s+/g, ' ');
    for (const part of shown.split(/\s{2,}/)) expect(words).toContain(part.trim());
  });

  it('dates as people do, links to the portal, and fits a list of messages', () => {
    expect(email.text.replaceAll(/--day \S+/g, '')).not.toMatch(/\d{4}-\d\d-\d\d|[A-Z]\w+\/[A-Z]\w+_/);
    for (const [address] of email.text.matchAll(/https?:\S+/g)) {
      expect(
        [SAMPLE_PORTAL, PLAIN_TEXTS.url].some((known) => address.startsWith(known)),
        address,
      ).toBe(true);
    }
    for (const [, href = ''] of email.html.matchAll(/href="([^"]*)"/g))
      expect(href.startsWith(SAMPLE_PORTAL)).toBe(true);
    expect(email.subject.length).toBeLessThanOrEqual(78);
    expect(email.html).toContain('<div style="display:none');
    expect(email.html).not.toMatch(/<(?:script|img|link|iframe|form)/);
    expect(Buffer.byteLength(email.html)).toBeLessThan(20_000);
  });

  it('has one recipient, and a Message-ID and thread that every mail system takes', () => {
    expect(Object.keys(email)).not.toEqual(expect.arrayContaining(['cc', 'bcc']));
    expect(email.to.address).toMatch(/^[^\s,;]+@[^\s,;]+$/);
    expect(email.messageId).toMatch(/^<[\w.+-]+@makewhole\.invalid>$/);
    if (email.thread !== null) expect(email.thread).toMatch(/^[\w.-]+$/);
  });
});

describe.each(hostile)('whatever people wrote, the email %s', (name, email) => {
  it('has no line of theirs that reads like one of its own', () => {
    const lines = email.text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
    const ours = linesStarting(plain, name);
    expect(lines.filter((line) => /^(?:Amount|Matter|Due|See the refund|Bcc):/.test(line))).toHaveLength(
      ours,
    );
    expect(email.text).not.toMatch(/^https?:/m);
    expect(lines.some((line) => line.endsWith(' '))).toBe(false);
  });

  it('has no character that reorders or hides others, no markup of theirs, and a subject of one short line', () => {
    for (const part of [email.subject, email.text, email.html]) {
      expect(part).not.toMatch(/[\p{Bidi_Control}\u200b\u00ad\u2028\u2029\u0085]/u);
    }
    expect(email.html).not.toMatch(/<b>|<img/);
    expect(email.subject).not.toMatch(/[\r\n]/);
    expect(email.subject.length).toBeLessThanOrEqual(78);
  });
});

it('every line of a reason is marked as the words of a person', () => {
  const email = sampleEmails(HOSTILE).get('refund_processing');
  expect(email?.text).toContain('Reason:\n  > ok\n  >\n  > Amount: $1.00\n  > See the refund: https');
  expect(email?.html).toMatch(/<blockquote[^>]*>ok<br><br>Amount: \$1\.00<br>See the refund: /);
});

it('those about one refund are one thread, and two refunds are two', () => {
  const threads = (names: readonly string[]) => names.map((name) => sampleEmails().get(name)?.thread);
  expect(new Set(threads(['refund_processing', 'refund_failed', 'task', 'escalation']))).toEqual(
    new Set(['refund.ref_4hT9wQ']),
  );
  expect(threads(['password_reset', 'client_accounting'])).toEqual([null, null]);
});

it('docs/emails.md says of each when it is sent and to whom, and shows it', () => {
  const page = readFileSync(pathOf('docs/emails.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(plain.map(([name]) => name).toSorted());
  for (const [name] of plain) expect(page).toContain(`images/emails/${name.replaceAll('_', '-')}`);
});

function linesStarting(emails: readonly (readonly [string, Email])[], name: string): number {
  const text = emails.find(([one]) => one === name)?.[1].text ?? '';
  return text.split('\n').filter((line) => /^(?:Amount|Matter|Due|See the refund|Bcc):/.test(line)).length;
}

/** What a reader sees of the HTML: its text, one line for each element. */
function shownBy(html: string): string {
  const body = html.slice(html.indexOf('</div>'));
  return body
    .replaceAll(/<(?!bdi)[^>]+>/g, '  ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;');
}
