// Which help belongs to which page. The texts themselves stay on the server (lib/server/help).

/** The first path that the page is at or under decides: the longer one comes first. */
const TOPICS_BY_PATH: readonly (readonly [path: string, topic: string])[] = [
  ['/refunds', 'after-a-refund'],
  ['/refund', 'refund-a-payment'],
  ['/payments', 'find-a-payment'],
  ['/disputes', 'disputes'],
  ['/work', 'your-work'],
  ['/reconciliation/bank', 'bank-statements'],
  ['/reconciliation/payouts', 'bank-statements'],
  ['/reconciliation', 'trust-and-month-end'],
  ['/settings/security', 'your-security'],
  ['/settings', 'settings'],
];

/** The address of the help for the page at this path. */
export function helpFor(pathname: string): string {
  const found = TOPICS_BY_PATH.find(([path]) => pathname === path || pathname.startsWith(`${path}/`));
  return found === undefined ? '/help' : `/help/${found[1]}`;
}
