// Why a text is no transaction ID, judged by its shape alone: nothing is looked up, completed or suggested (R1). What an
// ID looks like, the payment company's module says.
import { nameInvisible } from './invisible-characters.ts';

/** One form of a company's IDs: a prefix, and so many ASCII letters and digits after it. */
export type IdForm = {
  readonly prefix: string;
  readonly digits: { readonly min: number; readonly max: number };
};

export type CompanyIds = { readonly company: string; readonly forms: readonly IdForm[] };

export type ShapeFault = {
  readonly code: ShapeFaultCode;
  /** For a person: what is wrong with it, and what to do. */
  readonly message: string;
};

export const SHAPE_FAULT_CODES = [
  'invisible_character',
  'web_address',
  'whole_row',
  'space_inside',
  'quotes',
  'trailing_punctuation',
  'refund_id',
  'other_kind_of_id',
  'other_company',
  'wrong_case',
  'no_prefix',
  'foreign_character',
  'too_short',
  'too_long',
] as const;
type ShapeFaultCode = (typeof SHAPE_FAULT_CODES)[number];

/** What begins so is an ID of something else: of ours, or of a payment company's. */
const OTHER_IDS: readonly (readonly [prefix: string, what: string])[] = [
  ['cus_', 'a customer'],
  ['in_', 'an invoice'],
  ['po_', 'a payout'],
  ['du_', 'a dispute'],
  ['dp_', 'a dispute'],
  ['pm_', 'a payment method'],
  ['evt_', 'an event'],
  ['mat_', 'a matter'],
  ['cl_', 'a client'],
  ['inv_', 'an invoice'],
];
const REFUND_IDS = ['rf_', 're_', 'pyr_', 'refund_'];

const QUOTES = /^["'`‘’‚“”„«»‹›]|["'`‘’‚“”„«»‹›]$/u;
const TRAILING = /[.,;:!?)\]}>]$/u;
const WEB_ADDRESS = /^(?:https?:\/\/|www\.)|:\/\/|^\/?(?:payments|refunds)\/|^[\w-]+(?:\.[\w-]+)+\//i;
const WORD = /^[A-Za-z0-9_-]+$/;

/**
 * What is wrong with the shape of a text that was looked up as a transaction ID and not found: the likeliest first, at
 * most two; none if it looks like an ID, which then is another payment's, or nobody's.
 * @param typed without white space around it
 * @param own the companies that the firm is connected to
 * @param known every company whose IDs we know
 */
export function explainTransactionId(
  typed: string,
  own: readonly CompanyIds[],
  known: readonly CompanyIds[] = own,
): ShapeFault[] {
  const disguised = findDisguise(typed, own);
  if (disguised.length > 0) return disguised;
  if (isOfForm(typed, own)) return [];
  const other = findOther(typed, own, known);
  if (other !== null) return [other];
  return findSlip(typed, own);
}

/** What surrounds or hides in an ID: with it, nothing else can be said of the ID. */
function findDisguise(typed: string, own: readonly CompanyIds[]): ShapeFault[] {
  const hidden = nameInvisible(typed);
  if (hidden !== null) {
    return [
      fault(
        'invisible_character',
        `It has a character that you can’t see (${hidden}). Copy the ID again with its copy button.`,
      ),
    ];
  }
  if (WEB_ADDRESS.test(typed)) {
    return [fault('web_address', 'This is a web address. Paste only the transaction ID.')];
  }
  const pieces = typed.split(/\s+/u);
  if (pieces.length > 1) return [findSpaces(typed, pieces, own)];
  return [
    ...(QUOTES.test(typed) ? [fault('quotes', 'It has quotation marks around it. Remove them.')] : []),
    ...(TRAILING.test(typed)
      ? [
          fault(
            'trailing_punctuation',
            `It ends with “${typed.slice(-1)}”, which isn’t part of an ID. Remove it.`,
          ),
        ]
      : []),
  ];
}

function findSpaces(typed: string, pieces: readonly string[], own: readonly CompanyIds[]): ShapeFault {
  const isRow = /[\t\n]/.test(typed) || pieces.length > 2 || pieces.some((piece) => isOfForm(piece, own));
  if (isRow)
    return fault('whole_row', 'This is more than an ID, such as a whole row. Paste only the transaction ID.');
  return fault('space_inside', 'It has a space inside. An ID has none.');
}

function findOther(
  typed: string,
  own: readonly CompanyIds[],
  known: readonly CompanyIds[],
): ShapeFault | null {
  const lower = typed.toLowerCase();
  if (own.some(({ forms }) => forms.some(({ prefix }) => lower.startsWith(prefix.toLowerCase()))))
    return null;
  if (REFUND_IDS.some((prefix) => lower.startsWith(prefix))) {
    return fault('refund_id', 'This is a refund’s ID. Paste the transaction ID of the payment.');
  }
  const company = known.find(({ forms }) => forms.some(({ prefix }) => lower.startsWith(prefix)));
  if (company !== undefined) {
    const connected = own.length === 0 ? '' : ` Your firm is connected to ${listed(own)}.`;
    return fault('other_company', `This looks like an ID from ${company.company}.${connected}`);
  }
  const what = OTHER_IDS.find(([prefix]) => lower.startsWith(prefix))?.[1];
  return what === undefined
    ? null
    : fault('other_kind_of_id', `This is the ID of ${what}. Paste the transaction ID of the payment.`);
}

/** Slips in an ID of one of the firm's own companies: case, characters, length. */
function findSlip(typed: string, own: readonly CompanyIds[]): ShapeFault[] {
  const forms = own.flatMap((company) => company.forms);
  if (forms.length === 0) return [];
  const form = forms.find(({ prefix }) => typed.toLowerCase().startsWith(prefix.toLowerCase()));
  const foreign = Array.from(typed).find((character) => !WORD.test(character));
  if (foreign !== undefined) {
    return [
      fault(
        'foreign_character',
        `It has “${foreign}”, which no ID has. An ID has only letters A to Z and digits.`,
      ),
    ];
  }
  if (form === undefined) {
    const starts = [...new Set(forms.map(({ prefix }) => prefix))]
      .map((prefix) => `“${prefix}”`)
      .join(' or ');
    return [fault('no_prefix', `A transaction ID starts with ${starts}; this doesn’t.`)];
  }
  return [...caseFault(typed, form), ...lengthFault(typed, form)].slice(0, 2);
}

function caseFault(typed: string, { prefix }: IdForm): ShapeFault[] {
  if (!typed.startsWith(prefix)) {
    return [
      fault('wrong_case', `An ID starts with “${prefix}”, in exactly these letters. IDs are case-sensitive.`),
    ];
  }
  const letters = typed.slice(prefix.length).replaceAll(/[^A-Za-z]/g, '');
  // Of eight letters drawn by chance, one in a hundred and thirty is all of one case: it says "seems".
  if (letters.length < 8) return [];
  const all =
    letters === letters.toLowerCase() ? 'lowercase' : letters === letters.toUpperCase() ? 'uppercase' : null;
  return all === null
    ? []
    : [
        fault(
          'wrong_case',
          `It’s all ${all}, which an ID seldom is. IDs are case-sensitive: copy it instead of typing it.`,
        ),
      ];
}

function lengthFault(typed: string, { prefix, digits }: IdForm): ShapeFault[] {
  const [min, max] = [prefix.length + digits.min, prefix.length + digits.max];
  const length = min === max ? `${min}` : `${min} to ${max}`;
  const [short, long] = [min - typed.length, typed.length - max];
  if (short > 0) {
    return [
      fault(
        'too_short',
        `An ID has ${length} characters; this has ${typed.length}, so ${counted(short)} missing.`,
      ),
    ];
  }
  if (long > 0) {
    return [
      fault(
        'too_long',
        `An ID has ${length} characters; this has ${typed.length}, which is ${long} too many.`,
      ),
    ];
  }
  return [];
}

function isOfForm(text: string, companies: readonly CompanyIds[]): boolean {
  return companies.some(({ forms }) =>
    forms.some(({ prefix, digits }) => {
      const rest = text.slice(prefix.length);
      const fits = rest.length >= digits.min && rest.length <= digits.max;
      return text.startsWith(prefix) && fits && /^[A-Za-z0-9]+$/.test(rest) && !isOneCase(rest);
    }),
  );
}

function isOneCase(rest: string): boolean {
  const letters = rest.replaceAll(/\d/g, '');
  return letters.length >= 8 && (letters === letters.toLowerCase() || letters === letters.toUpperCase());
}

function counted(count: number): string {
  return count === 1 ? 'one is' : `${count} are`;
}

function listed(companies: readonly CompanyIds[]): string {
  return [...new Set(companies.map(({ company }) => company))].join(' and ');
}

function fault(code: ShapeFaultCode, message: string): ShapeFault {
  return { code, message };
}
