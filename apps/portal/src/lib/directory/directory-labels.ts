// The words of the pages of matters and clients.

export const DIRECTORY = {
  matters: 'Matters',
  searchMatters: 'Search by number, matter or client',
  noMatters: 'No matters yet',
  noMattersHint:
    'Matters come from your practice-management system, or from a file in Settings, Import data.',
  noneMatch: 'No matching matters',
  noneMatchHint: 'We looked for every word in the number, the name and the client. Try fewer words.',
  trustHidden: 'Trust balances are shown to people who can read the reports.',
  noPayments: 'No payments yet',
  noRefunds: 'No refunds yet',
  noPeople: 'Nobody is listed on this matter, so nobody gets an email about its refunds.',
  recentOnly: 'The newest are shown.',
} as const;
