// Card numbers for property tests.
import fc from 'fast-check';

/** 13 to 19 digits whose last one is the check digit. */
export function withCheckDigit() {
  return fc
    .stringMatching(/^\d{12,18}$/)
    .map((digits) => digits + checkDigitOf(digits))
    .filter((digits) => !/^(\d)\1*$/.test(digits));
}

export function visa() {
  return fc
    .stringMatching(/^4\d{14}$/)
    .map((digits) => digits + checkDigitOf(digits))
    .filter((digits) => !/^(\d)\1*$/.test(digits));
}

function checkDigitOf(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + Math.floor(value / 10) + (value % 10);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}
