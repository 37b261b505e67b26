// Times as people at the firm read them: in the firm's zone, with the zone shown. Dates are bank days, unconverted.

/** The exact time, to the minute: "Nov 24, 2026, 9:31 AM EST". `instant` is RFC 3339, `timeZone` IANA. */
export function formatInstant(instant: string, timeZone: string): string {
  return formatter(timeZone, EXACT).format(new Date(instant));
}

/** Only the day, for dense lists: "Nov 24, 2026". */
export function formatDay(instant: string, timeZone: string): string {
  return formatter(timeZone, DAY).format(new Date(instant));
}

/** A calendar date, YYYY-MM-DD, with its weekday, because bank days are what counts: "Tue, Nov 24, 2026". */
export function formatBankDate(date: string): string {
  return formatter('UTC', BANK_DATE).format(new Date(`${date}T00:00:00Z`));
}

/** The calendar date, YYYY-MM-DD, of an instant in a zone: what a date input takes. */
export function dateIn(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant);
}

type Format = {
  readonly options: Intl.DateTimeFormatOptions;
  /** By zone: creating one takes longer than using it a hundred times, and a list has a hundred times. */
  readonly made: Map<string, Intl.DateTimeFormat>;
};

const DAY = format({ dateStyle: 'medium' });
const EXACT = format({
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const BANK_DATE = format({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });

function format(options: Intl.DateTimeFormatOptions): Format {
  return { options, made: new Map() };
}

function formatter(timeZone: string, { options, made }: Format): Intl.DateTimeFormat {
  const known = made.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  made.set(timeZone, known);
  return known;
}
