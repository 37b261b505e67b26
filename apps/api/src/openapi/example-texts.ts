// The texts of examples, by the names of their fields.
import type { JsonObject } from './json-schema.ts';

const BY_NAME: Readonly<Record<string, string>> = {
  name: 'Dana Whitfield',
  reason: 'Paid twice by mistake',
  note: 'Checked with the client by telephone',
  email: 'dana@adler.example',
  last4: '4242',
  number: '10431',
  invoiceNumber: '10431',
  matterNumber: '2026-014',
  title: 'Whitfield v. Harbor',
  label: 'Paid twice',
  reference: 'wire 20261201-17',
  timeZone: 'America/New_York',
  address: '192.0.2.7',
  subject: 'Refund of $1,250.00',
  barNumber: '4711001',
  state: 'NY',
  sha256: 'a'.repeat(64),
  hash: 'a'.repeat(64),
  url: 'https://hooks.adler.example/makewhole',
};
const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-06-01',
  'date-time': '2026-06-01T15:04:05.000Z',
  email: 'dana@adler.example',
  uri: 'https://hooks.adler.example/makewhole',
};
const ID = '0190f2c6b7a47c3e9d1f5a8b6c4d2e10';
const TEXT = 'Text';

/** An example of a text. @param name of the field that has it */
export function exampleText(name: string, { format, pattern, maxLength }: JsonObject): string {
  const text =
    (typeof format === 'string' ? BY_FORMAT[format] : undefined) ?? BY_NAME[name] ?? exampleOfName(name);
  const isFine =
    (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)) &&
    (typeof maxLength !== 'number' || text.length <= maxLength);
  return isFine ? text : fallback(typeof pattern === 'string' ? new RegExp(pattern, 'u') : /(?:)/);
}

function exampleOfName(name: string): string {
  if (name === 'id' || /Id$/.test(name)) return `${name.replace(/Id$/, '').slice(0, 3)}_${ID}`;
  if (/Hash$/.test(name)) return 'a'.repeat(64);
  return TEXT;
}

const PLAIN = [
  '1',
  '12',
  '2026-Q3',
  '2026-12',
  'NY',
  'a'.repeat(64),
  `id_${ID}`,
  '123456',
  '4242',
  'GL-1000',
  'A1',
];

/** The first plain text that the pattern allows; a test finds the pattern that none fits. */
function fallback(pattern: RegExp): string {
  return PLAIN.find((text) => pattern.test(text)) ?? TEXT;
}
