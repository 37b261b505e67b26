// Reads the date of a line. Of dates in digits the month comes first, as US banks write them (ADR 59); a date that can
// only be read with the day first is refused, never turned around.
import { bankDateOf } from '@makewhole/domain/bank-calendar';
import { Unreadable, VALUE_LENGTH_MAX, quoted } from './values.ts';

const FIRST_DATE = '2000-01-01';
/** Where in the United States a day begins first: Guam, UTC+10. */
const EARLIEST_ZONE_MS = 10 * 3_600_000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const YEAR = String.raw`(?<year>\d{4}|\d{2})`;

const YEAR_FIRST = [
  /^(?<year>\d{4})([-/.])(?<month>\d{2})\2(?<day>\d{2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
];
const US_DATE = /^(?<month>\d{1,2})([-/])(?<day>\d{1,2})\2(?<year>\d{4})$/;
const FORMS = [
  ...YEAR_FIRST,
  US_DATE,
  // Two digits between hyphens could begin with the year.
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{2})$/,
  new RegExp(String.raw`^(?<day>\d{1,2})[-/ ]?${MONTH}[-/, ]{0,2}${YEAR}$`, 'i'),
  new RegExp(String.raw`^${MONTH}[-/ ]?(?<day>\d{1,2})(?:, ?|[-/ ])${YEAR}$`, 'i'),
  new RegExp(String.raw`^(?<year>\d{4})[-/ ]${MONTH}[-/ ](?<day>\d{1,2})$`, 'i'),
];

const ZONE = String.raw`(?:\s?(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[ECMPH][SD]?T))?`;
const TIME = new RegExp(
  String.raw`^(?<date>\S.*?)(?:T|,? )(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d)(?:[.,]\d{1,9})?)?(?<half>\s?[AP]\.?M\.?)?${ZONE}$`,
  'i',
);
const OFX_TIME =
  /^(?<date>\d{8})(?<hours>[01]\d|2[0-3])(?<minutes>[0-5]\d)(?:(?<seconds>[0-5]\d)(?:\.\d{1,9})?)?\s?(?:\[(?<zone>[^\]]{0,20})\])?$/;
const GMT = /^(?:Z|UTC|GMT|[+-]?0{1,4}(?:[:.]0{1,2})?(?::(?:GMT|UTC|Z))?)$/i;

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * 2026-03-10, 03/10/2026, 3/10/26, 10-Mar-2026, March 10, 2026, each with or without a time: YYYY-MM-DD.
 * @throws Unreadable if it is no date, or one that has not come: it would sort before every correct line until it comes
 */
export function dateOf(text: string, where: string): string {
  return checked(text, where, (plain) => {
    const timed = TIME.exec(plain)?.groups ?? OFX_TIME.exec(plain)?.groups;
    return dayOf(timed, parsed(timed?.['date'] ?? plain, FORMS));
  });
}

/** The same for OFX, which writes the year first and in full; some banks write MM/DD/YYYY there. */
export function ofxDateOf(text: string, where: string): string {
  return checked(text, where, (plain) => {
    const timed = OFX_TIME.exec(plain)?.groups ?? TIME.exec(plain)?.groups;
    const date = (timed?.['date'] ?? plain).replace(/\[[^\]]{0,20}\]$/, '');
    return dayOf(timed, parsed(date, [...YEAR_FIRST, US_DATE]));
  });
}

/** How many digits a date's year has: a file that ends within a date has "03/10/20" in its last line. */
export function yearDigitsOf(text: string): 2 | 4 {
  return /\d{4}/.test(text.slice(0, VALUE_LENGTH_MAX).replace(/[T ]\d{1,2}:.*$/i, '')) ? 4 : 2;
}

function checked(text: string, where: string, read: (plain: string) => string | null): string {
  const plain = text
    .trim()
    .slice(0, VALUE_LENGTH_MAX + 1)
    .replace(/\s+/g, ' ');
  if (plain === '') throw new Unreadable(`${where}: it has no date.`);
  const date = plain.length > VALUE_LENGTH_MAX ? null : read(plain);
  if (date === null) throw new Unreadable(`${where}: ${whyNot(plain)}`);
  const latest = new Date(Date.now() + EARLIEST_ZONE_MS).toISOString().slice(0, FIRST_DATE.length);
  if (date < FIRST_DATE || date > latest) {
    throw new Unreadable(`${where}: ${date} is in the future or before 2000.`);
  }
  return date;
}

function parsed(text: string, forms: readonly RegExp[]): string | null {
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return null;
  const { year = '', month, day = '', name = '' } = groups;
  const number = month ?? String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
  const date = `${year.padStart(4, '20')}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date) ? null : date;
}

/**
 * The bank's day of a date with a time. A time in GMT is an instant, and 03:30 GMT is the evening before in all of the
 * United States: its day in New York counts. Midnight in GMT is how banks write a date without a time, and every other
 * zone is the bank's own clock: these days count as written (ADR 59).
 */
function dayOf(timed: Parts | undefined, date: string | null): string | null {
  const { hours = '', minutes = '', seconds = '00', half, zone = '' } = timed ?? {};
  const time = `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
  if (date === null || half !== undefined || !GMT.test(zone) || time === '00:00:00') return date;
  return bankDateOf(`${date}T${time}Z`);
}

function whyNot(text: string): string {
  const said = `"${quoted(text)}" is not a date`;
  if (/^pending\b/i.test(text)) return `${said}: it is still pending. Export posted transactions only.`;
  const [, first, second] = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b/.exec(text) ?? [];
  if (Number(first) > 12 && Number(second) <= 12) {
    return `${said} with the month first. Export the file with dates as MM/DD/YYYY or YYYY-MM-DD.`;
  }
  return `${said}. Use YYYY-MM-DD or MM/DD/YYYY.`;
}
