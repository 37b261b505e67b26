// The groups of operations, in the order of the document.

/** Each tag that a route names, with what its operations are for. */
export const TAGS = {
  Payments: {
    description: 'Payments to the firm: look them up by their exact ID, assign them, void an authorization.',
  },
  Refunds: { description: 'Request a refund, follow it to its end, and do what it needs from people.' },
  Obligations: { description: 'What people owe: decisions, trust steps and attention items, as one queue.' },
  Notifications: { description: 'Emails about refunds.' },
  Reconciliation: {
    description: 'Comparison of what Makewhole and the payment processor have, and what differs.',
  },
  Reports: { description: 'The trust books, the outcomes of refunds, and unclaimed money.' },
  Audit: { description: 'The append-only trail of events: export it, verify it.' },
  Bank: { description: 'Bank accounts, statements, and transfers matched to their bank lines.' },
  Trust: { description: "Movements in trust accounts that are no payment's and no refund's." },
  Evidence: { description: 'Files that prove what people recorded.' },
  Exports: { description: 'Payments, refunds and the journal as CSV.' },
  Imports: { description: "The firm's own data: clients, matters, invoices, trust balances, people." },
  Firm: { description: "The firm's settings, its records, the rules of its state, and its own events." },
  Connections: {
    description: "The firm's accounts at payment companies, and the payments taken over from them.",
  },
  'Month ends': {
    description:
      'The three-way reconciliation of a trust account, prepared by one person and signed by a lawyer.',
  },
  'Opening books': { description: 'What a trust account held and owed on the day on which its books begin.' },
  'Reason templates': { description: 'Texts that people choose from when they request a refund.' },
  'API keys': { description: "Keys for the firm's own programs." },
  Users: { description: 'The people of the firm and their roles.' },
  Access: { description: 'Who is calling: sessions, step-up, and the links of emails about an account.' },
  Processor: { description: 'Where payment companies send their webhooks.' },
  Webhooks: {
    description: "Messages to the firm's own programs.",
    externalDocs: { description: 'How to verify a message', url: 'https://www.standardwebhooks.com' },
  },
  System: { description: 'For operators: health and metrics.' },
} as const satisfies Readonly<Record<string, object>>;
