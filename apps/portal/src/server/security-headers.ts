const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What browsers are told with each answer, whatever it is. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  // No other page holds a window of ours, or shows what is ours.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()',
};

/** @param protocol by which people come */
export function securityHeaders(protocol: string): Readonly<Record<string, string>> {
  if (protocol !== 'https:') return ALWAYS;
  return { ...ALWAYS, 'strict-transport-security': `max-age=${YEAR_SECONDS}` };
}
