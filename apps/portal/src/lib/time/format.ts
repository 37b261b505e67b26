// Times as people at the firm read them: in the firm's zone, with the zone shown. Dates are bank days, unconverted.

/** The exact time, to the minute: "Nov 24, 2026, 9:31 AM EST". `instant` is RFC 3339, `timeZone` IANA. */
export function formatInstant(instant: string, timeZone: string): string {
  return formatter(timeZone, EXACT).format(new Date(instant));
}

/** Only the day, for dense lists: "Nov 24, 2026". */
export function formatDay(instant: string, timeZone: string): string {
  return formatter(timeZone, DAY).format(new Date(instant));
}

/** The day within a phrase, with its year only if that is another one: "Nov 28". */
export function formatShortDay(instant: string, timeZone: string, now: Date = new Date()): string {
  const isThisYear = dateIn(new Date(instant), timeZone).slice(0, 4) === dateIn(now, timeZone).slice(0, 4);
  return formatter(timeZone, isThisYear ? SHORT_DAY : DAY).format(new Date(instant));
}

/** A zone as people call it: "Eastern Time". */
export function zoneName(timeZone: string): string {
  const parts = formatter(timeZone, ZONE).formatToParts(new Date());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** A calendar date, YYYY-MM-DD, with its weekday, because bank days are what counts: "Tue, Nov 24, 2026". */
export function formatBankDate(date: string): string {
  return formatter('UTC', BANK_DATE).format(new Date(`${date}T00:00:00Z`));
}

/**
 * Where there is little room: "Mon, Nov 30", or "Tue, Dec 1 to Wed, Dec 2". The page says the year elsewhere.
 * Dates as YYYY-MM-DD.
 */
export function formatStationDates(date: string, until: string | null = null): string {
  const shown = (day: string) => formatter('UTC', STATION_DATE).format(new Date(`${day}T00:00:00Z`));
  return until === null || until === date ? shown(date) : `${shown(date)} to ${shown(until)}`;
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
const SHORT_DAY = format({ month: 'short', day: 'numeric' });
const ZONE = format({ timeZoneName: 'longGeneric' });
const EXACT = format({
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const STATION_DATE = format({ weekday: 'short', month: 'short', day: 'numeric' });
const BANK_DATE = format({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });

function format(options: Intl.DateTimeFormatOptions): Format {
  return { options, made: new Map() };
}

function formatter(timeZone: string, { options, made }: Format): Intl.DateTimeFormat {
  const known = made.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  made.set(timeZone, known);
  return known;
}
