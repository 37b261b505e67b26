// Splits a text into its groups of digits, and says what stands between them. Digits of every script count, and
// characters that nobody sees are passed over: neither hides a number.

/** Digits without a visible character between them. Offsets are in UTF-16 code units. */
export type DigitGroup = {
  /** As ASCII digits. */
  readonly digits: string;
  /** Where each digit begins in the text. */
  readonly at: readonly number[];
  /** After the last digit. */
  readonly end: number;
  /** What separates it from the group before; null if that is too much to be one number, or there is none. */
  readonly joint: Joint | null;
  /** Whether a letter touches it. */
  readonly touchesLetter: boolean;
  /** Whether it is written as an international telephone number, after a plus. */
  readonly afterPlus: boolean;
};

/** The marks between two groups, white space left out. Null for a line break alone: it comes from wrapping. */
export type Joint = { readonly marks: string | null };

/** More marks than these do not separate the parts of one number. */
const MARKS_MAX = 3;
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]$/u;
const SPACE = /^\s$/u;
/** What ends a number: letters, other numerals, and the sign of an amount. */
const NO_MARK = /^[\p{L}\p{N}\p{Sc}]$/u;
/** A list or a sentence goes on after these and white space; a number does not. */
const ENDS_ITEM = /[,;:!?.]$/;

/** The groups of digits in a text, in order. */
export function digitGroups(text: string): readonly DigitGroup[] {
  const groups: DigitGroup[] = [];
  let open: { digits: string; at: number[]; end: number; joint: Joint | null; before: string } | null = null;
  let between = createBetween();
  let before = '';
  let offset = 0;
  const close = (after: string) => {
    if (open === null) return;
    const { before: first, ...group } = open;
    const touchesLetter = [first, after].some((one) => /^\p{L}$/u.test(one));
    groups.push({ ...group, touchesLetter, afterPlus: first === '+' || first === '\uff0b' });
    open = null;
    between = createBetween();
  };
  for (const character of text) {
    const digit = digitOf(character);
    const end = offset + character.length;
    if (digit !== null) {
      open ??= { digits: '', at: [], end, joint: groups.length === 0 ? null : between.joint(), before };
      open.digits += digit;
      open.at.push(offset);
      open.end = end;
    } else if (!isUnseen(character)) {
      close(character);
      between.take(character);
      before = character;
    }
    offset = end;
  }
  close('');
  return groups;
}

function createBetween() {
  let marks = '';
  let isBroken = false;
  let hasLineEnd = false;
  return {
    take(character: string): void {
      if (isSpace(character)) {
        hasLineEnd ||= character === '\n' || character === '\r';
        // "4012, 4013" is a list.
        isBroken ||= ENDS_ITEM.test(marks);
        return;
      }
      marks += character;
      isBroken ||= marks.length > MARKS_MAX || NO_MARK.test(character);
    },
    joint(): Joint | null {
      if (isBroken) return null;
      return { marks: marks === '' && hasLineEnd ? null : marks };
    },
  };
}

function isUnseen(character: string): boolean {
  return character > '~' && UNSEEN.test(character);
}

function isSpace(character: string): boolean {
  return character === ' ' || SPACE.test(character);
}

/** The value of a digit of any script, of a superscript or a circled digit; null for anything else. */
function digitOf(character: string): string | null {
  if (character >= '0' && character <= '9') return character;
  if (character < '\u0080') return null;
  if (/^\p{Nd}$/u.test(character)) return String(valueOf(character));
  if (!/^\p{No}$/u.test(character)) return null;
  const plain = character.normalize('NFKC');
  return /^\d$/.test(plain) ? plain : null;
}

/** Unicode lists the digits of each script in tens, from zero on. */
function valueOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (point - first) % 10;
}
