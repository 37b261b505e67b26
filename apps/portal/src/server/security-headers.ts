const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The headers of every response. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  // No other page may hold a window of ours, or embed our pages.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()',
};

/** @param protocol the public URL's */
export function securityHeaders(protocol: string): Readonly<Record<string, string>> {
  if (protocol !== 'https:') return ALWAYS;
  return { ...ALWAYS, 'strict-transport-security': `max-age=${YEAR_SECONDS}` };
}
