// What makes a row of digits a card number (a PAN, as PCI DSS calls it).

export const CARD_DIGITS_MIN = 13;
export const CARD_DIGITS_MAX = 19;

/** The numbers that card networks issue: the first digits, from and to, and how many there are in all. */
const ISSUED: readonly (readonly [from: string, to: string, lengths: readonly number[]])[] = [
  // Visa
  ['4', '4', [13, 16, 19]],
  // Mastercard
  ['51', '55', [16]],
  ['2221', '2720', [16]],
  // American Express
  ['34', '34', [15]],
  ['37', '37', [15]],
  // Discover, UnionPay, RuPay
  ['6011', '6011', [16, 17, 18, 19]],
  ['644', '659', [16, 17, 18, 19]],
  ['60', '60', [16]],
  ['62', '62', [16, 17, 18, 19]],
  ['81', '82', [16, 17, 18, 19]],
  // Diners Club
  ['36', '36', [14, 16, 19]],
  ['300', '305', [14, 16, 19]],
  ['3095', '3095', [14, 16, 19]],
  ['38', '39', [14, 16, 19]],
  // JCB
  ['3528', '3589', [16, 17, 18, 19]],
  // Maestro and the debit cards beside it
  ['50', '50', [13, 16, 18, 19]],
  ['56', '58', [13, 16, 18, 19]],
  ['63', '63', [16, 18, 19]],
  ['67', '67', [16, 18, 19]],
  // Troy
  ['9792', '9792', [16]],
];

/** Whether digits can be a card number: 13 to 19 with the right check digit, and not one digit repeated. */
export function canBeCardNumber(digits: string): boolean {
  return (
    digits.length >= CARD_DIGITS_MIN &&
    digits.length <= CARD_DIGITS_MAX &&
    !/^(\d)\1*$/.test(digits) &&
    passesLuhn(digits)
  );
}

/** Whether a card network issues numbers of this length that begin so. */
export function isIssued(digits: string): boolean {
  return ISSUED.some(([from, to, lengths]) => {
    const prefix = digits.slice(0, from.length);
    return prefix >= from && prefix <= to && lengths.includes(digits.length);
  });
}

/** The check digit of ISO/IEC 7812, which nine of ten rows of digits do not have. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, isDoubled = false; index >= 0; index -= 1, isDoubled = !isDoubled) {
    const digit = Number(digits[index]);
    const value = isDoubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
