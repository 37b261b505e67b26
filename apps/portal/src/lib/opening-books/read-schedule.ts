// The form that writes an opening schedule: the rows come from a spreadsheet, one a line.
import type { components } from '@makewhole/client/schema';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

export const SCHEDULE_FIELDS = [
  ...(['bankAccountId', 'cutOverOn', 'statementBalance', 'firmFunds'] as const),
  ...(['interest', 'unidentified', 'balances', 'items'] as const),
];
export type ScheduleValues = Readonly<Record<(typeof SCHEDULE_FIELDS)[number], string>>;

type NewSchedule = components['schemas']['NewOpeningSchedule'];
type NewItem = NonNullable<NewSchedule['items']>[number];

export function readScheduleForm(form: FormData): ScheduleValues {
  const entries = SCHEDULE_FIELDS.map((field) => [field, textOf(form, field)] as const);
  return Object.fromEntries(entries) as ScheduleValues; // one entry for each field
}

/** The request's body, or what is wrong and where. */
export function scheduleBody(values: ScheduleValues): NewSchedule | string {
  const { bankAccountId, cutOverOn } = values;
  if (cutOverOn === '') return 'Give the last day that the schedule contains.';
  const amounts = amountsOf(values);
  if (typeof amounts === 'string') return amounts;
  const balances: NewSchedule['balances'] = [];
  for (const [at, cells] of rowsOf(values.balances)) {
    const [matterExternalId = '', typed = ''] = cells;
    const balance = parseSigned(typed);
    if (cells.length !== 2 || matterExternalId === '' || balance === null) {
      return `Balances, line ${at}: a line is the matter's ID in your own system and its balance, such as m-14; 1,250.00.`;
    }
    balances.push({ matterExternalId, balance });
  }
  const items: NewItem[] = [];
  for (const [at, cells] of rowsOf(values.items)) {
    const item = itemOf(cells);
    if (item === null) {
      return `Outstanding items, line ${at}: a line is check or deposit, the date, the amount, whose money it is, who is paid or paid it in, and the number, such as check; 2026-11-28; 400.00; m-14; Expert Inc.; 1044.`;
    }
    items.push(item);
  }
  return { bankAccountId, cutOverOn, ...amounts, balances, items };
}

const AMOUNTS = {
  statementBalance: "the statement's balance",
  firmFunds: "the firm's own money",
  interest: 'the interest',
  unidentified: 'the unidentified money',
} as const;

function amountsOf(values: ScheduleValues): Record<keyof typeof AMOUNTS, number> | string {
  const amounts = { statementBalance: 0, firmFunds: 0, interest: 0, unidentified: 0 };
  for (const field of ['statementBalance', 'firmFunds', 'interest', 'unidentified'] as const) {
    if (values[field] === '' && field !== 'statementBalance') continue;
    const amount = parseSigned(values[field]);
    if (amount === null) return `Type ${AMOUNTS[field]} as 1,234.56.`;
    amounts[field] = amount;
  }
  return amounts;
}

/** The lines that are not empty, with their numbers and cells: between tabs, as a spreadsheet copies them, or semicolons. */
function rowsOf(text: string): (readonly [number, readonly string[]])[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.split(line.includes('\t') ? '\t' : ';').map((cell) => cell.trim());
    return [[index + 1, cells] as const];
  });
}

const LEDGERS = ['firm', 'interest', 'unidentified'] as const;

function itemOf([
  kind = '',
  date = '',
  typed = '',
  whose = '',
  counterparty = '',
  number = '',
]: readonly string[]): NewItem | null {
  const amount = parseAmount(typed);
  const isKnown = kind === 'check' || kind === 'deposit';
  if (!isKnown || !/^\d{4}-\d{2}-\d{2}$/.test(date) || !amount || whose === '' || counterparty === '')
    return null;
  const ledger = LEDGERS.find((one) => one === whose) ?? null;
  return {
    ...{ kind: kind === 'check' ? 'disbursement' : 'deposit', date, amount, counterparty },
    ...{ ledger, matterExternalId: ledger === null ? whose : null, number: number === '' ? null : number },
  };
}

/** A negative amount is "-1.00" or "(1.00)". */
function parseSigned(text: string): number | null {
  const negative = /^(?:-(.+)|\((.+)\))$/.exec(text.trim());
  const amount = parseAmount(negative?.[1] ?? negative?.[2] ?? text);
  return amount === null || negative === null ? amount : -amount;
}
