// The words of the trade that people outside a bookkeeping department ask about: each explained once, wherever it stands.

export const GLOSSARY = {
  authorization: {
    title: 'Authorization',
    meaning:
      'The card’s bank has promised the money, but nobody has taken it yet. An authorization is voided, not refunded.',
  },
  bank_day: {
    title: 'Bank day',
    meaning: 'Monday to Friday, except federal holidays. Banks move money on these days only.',
  },
  clearing: {
    title: 'Clearing',
    meaning: 'Money on its way: it has left one account and has not arrived in the next one yet.',
  },
  client_ledger: {
    title: 'Client ledger',
    meaning:
      'What the trust account holds for one matter: every deposit and payment, with the balance after each.',
  },
  dispute: {
    title: 'Dispute',
    meaning:
      'The client has asked their bank to take a payment back (a chargeback). You can answer with evidence until the respond-by date.',
  },
  hold: {
    title: 'Hold',
    meaning:
      'Money set aside. It stays in the account, but nobody can use it for anything else until the refund has ended.',
  },
  operating_account: {
    title: 'Operating account',
    meaning: 'The bank account for the firm’s own money: earned fees, rent, payroll.',
  },
  outstanding: {
    title: 'Outstanding items',
    meaning:
      'Checks and deposits that are in the books but not on the bank statement yet. They explain most differences.',
  },
  return: {
    title: 'Return',
    meaning:
      'The bank takes an eCheck payment back, for example because the account had too little money. It can happen up to 60 days later.',
  },
  reversal: {
    title: 'Reversal',
    meaning: 'An entry that undoes an earlier one. Both stay in the books, and together they come to zero.',
  },
  settle: {
    title: 'Settle',
    meaning: 'A payment settles when its money reaches your bank account, usually within two bank days.',
  },
  three_way_reconciliation: {
    title: 'Three-way reconciliation',
    meaning:
      'Each month three numbers must agree for a trust account: the bank’s balance, the firm’s own books, and the sum of all client ledgers.',
  },
  trace_number: {
    title: 'Trace number',
    meaning:
      'The number by which the client’s bank finds the refund. Give it to a client who cannot see the money.',
  },
  trust_account: {
    title: 'Trust account',
    meaning:
      'The bank account for clients’ money, in most states an IOLTA account. The money belongs to the clients until it is earned.',
  },
  write_off: {
    title: 'Write-off',
    meaning: 'The firm gives up an amount that a client owes. It leaves receivables as an expense.',
  },
} as const;

export type GlossaryTerm = keyof typeof GLOSSARY;
