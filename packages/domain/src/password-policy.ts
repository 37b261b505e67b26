// Which passwords people may choose (PCI DSS 8.3.6 and 8.3.7, ADR 27).

export const PASSWORD_LENGTH_MIN = 12;
/** From this length on words alone are enough: the customized approach to 8.3.6 that ADR 27 documents. */
export const PASSPHRASE_LENGTH_MIN = 16;
/** How many earlier passwords, the current one included, may not be chosen again. A trigger keeps as many hashes. */
export const PASSWORDS_REMEMBERED = 4;
const DIFFERENT_CHARACTERS_MIN = 5;
/** Shorter parts of a name occur in ordinary words. */
const NAME_LENGTH_MIN = 4;
/** So much of a password must be its own, once a well-known word or a name is taken out of it. */
const OWN_LENGTH_MIN = 8;

export const PASSWORD_FAULTS = {
  PASSWORD_TOO_SHORT: `Choose a password of at least ${PASSWORD_LENGTH_MIN} characters with letters and digits, or a passphrase of at least ${PASSPHRASE_LENGTH_MIN} characters.`,
  PASSWORD_TOO_SIMPLE: `A password of fewer than ${PASSPHRASE_LENGTH_MIN} characters needs letters and digits. Add what is missing, or make it longer.`,
  PASSWORD_TOO_COMMON:
    'This password is one of the first that others would try. Choose words that belong to nobody else.',
  PASSWORD_OF_YOUR_NAMES:
    "This password is little more than your email address, your name or your firm's. Choose other words.",
  PASSWORD_USED_BEFORE: `This is one of your last ${PASSWORDS_REMEMBERED} passwords. Choose a new one.`,
} as const;
export type PasswordFault = keyof typeof PASSWORD_FAULTS;

/** Whose password it is. */
export type PasswordOwner = { readonly email: string; readonly name: string; readonly firmName: string };

/**
 * Why a password may not be chosen; null if it may. Characters are code points after NFKC, the form that is hashed: an
 * accent typed in two ways counts once, and an emoji counts as one.
 * @param owner null if it is not known whose it will be: then nothing is compared with their names
 */
export function passwordFault(password: string, owner: PasswordOwner | null): PasswordFault | null {
  const characters = Array.from(password.normalize('NFKC'));
  if (characters.length < PASSWORD_LENGTH_MIN) return 'PASSWORD_TOO_SHORT';
  const isPassphrase = characters.length >= PASSPHRASE_LENGTH_MIN;
  const text = characters.join('');
  if (!isPassphrase && !(/\p{L}/u.test(text) && /\p{N}/u.test(text))) return 'PASSWORD_TOO_SIMPLE';
  const plain = plainOf(text);
  if (new Set(plain).size < DIFFERENT_CHARACTERS_MIN || isCommon(plain)) return 'PASSWORD_TOO_COMMON';
  if (owner !== null && isOfNames(plain, owner)) return 'PASSWORD_OF_YOUR_NAMES';
  return null;
}

/** Lower case, without spaces and signs, with the usual disguises undone. */
function plainOf(text: string): string {
  const undisguised = text.toLowerCase().replaceAll('@', 'a').replaceAll('$', 's');
  return undisguised.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Whether it is well-known words and rows of keys one after the other, with little of its own between them. */
function isCommon(plain: string): boolean {
  return [plain, plain.replaceAll('0', 'o').replaceAll('1', 'i')].some(
    (form) => COMMON.some((word) => form.includes(word)) && leftOf(form, COMMON).length < OWN_LENGTH_MIN,
  );
}

function isOfNames(plain: string, { email, name, firmName }: PasswordOwner): boolean {
  const parts = [email.split('@')[0] ?? '', email, name, firmName].flatMap((text) => [
    plainOf(text),
    ...text.split(/[^\p{L}\p{N}]+/u).map(plainOf),
  ]);
  const names = parts.filter(({ length }) => length >= NAME_LENGTH_MIN);
  const longestFirst = names.toSorted((one, other) => other.length - one.length);
  return names.some((part) => plain.includes(part)) && leftOf(plain, longestFirst).length < OWN_LENGTH_MIN;
}

/** What is left of it without these words, and without the digits, which are a year or a count as a rule. */
function leftOf(plain: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ''), plain).replaceAll(/\p{N}/gu, '');
}

/**
 * The words and rows of keys behind the most used passwords of 2024 (NordPass, "Top 200 most common passwords", as
 * collected in danielmiessler/SecLists 2024-200_most_used_passwords.txt), without those shorter than five characters,
 * and the name of this product. Longer ones first, so that none hides in another.
 */
const COMMON: readonly string[] = [
  ...['qwertyuiop', '1234567890', '0987654321', '1q2w3e4r5t', 'q1w2e3r4t5', '1qaz2wsx3edc', 'qazwsxedc'],
  ...[
    'asdfghjkl',
    'makewhole',
    'basketball',
    'liverpool',
    'minecraft',
    'chocolate',
    'alexander',
    'butterfly',
  ],
  ...[
    '1q2w3e4r',
    '1qaz2wsx',
    'q1w2e3r4',
    '12qwaszx',
    'zaq12wsx',
    'password',
    'passw0rd',
    'iloveyou',
    'princess',
  ],
  ...[
    'sunshine',
    'football',
    'baseball',
    'computer',
    'superman',
    'starwars',
    'michelle',
    'jennifer',
    'trustno1',
  ],
  ...[
    'changeme',
    'whatever',
    'internet',
    'facebook',
    'samantha',
    'jonathan',
    'benjamin',
    'babygirl',
    'asdfasdf',
  ],
  ...[
    'zxcvbnm',
    'welcome',
    'letmein',
    'charlie',
    'michael',
    'testing',
    'jessica',
    'pokemon',
    'freedom',
    'anthony',
  ],
  ...['matthew', 'william', 'qwerty', 'azerty', 'secret', 'dragon', 'monkey', 'master', 'shadow', 'soccer'],
  ...[
    'killer',
    'jordan',
    'ashley',
    'thomas',
    'andrew',
    'nicole',
    'hunter',
    'naruto',
    'purple',
    'joshua',
    'hannah',
  ],
  ...[
    'tigger',
    'buster',
    'cookie',
    'batman',
    'robert',
    'summer',
    'amanda',
    'family',
    'cheese',
    'maggie',
    'daniel',
  ],
  ...['qwert', 'asdfg', 'zxcvb', 'qazwsx', 'abcde', 'admin', 'hello'],
];
