/**
 * The minor units of an amount as a person types it: "1,234.56", "$1234.56" or "1234".
 * @returns null for anything but an amount to the cent, so that nothing is rounded
 */
export function parseAmount(text: string): number | null {
  const plain = text.trim().replace(/^\$\s*/, '');
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{2}))?$/.exec(plain);
  if (match === null) return null;
  const [, whole = '', cents = '00'] = match;
  const minorUnits = Number(whole.replaceAll(',', '')) * 100 + Number(cents);
  return Number.isSafeInteger(minorUnits) ? minorUnits : null;
}
