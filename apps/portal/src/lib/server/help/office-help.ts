import type { HelpText } from './help-text.ts';

/** Help with everything around refunds: work, trust, the bank, settings. */
export const OFFICE_HELP: readonly HelpText[] = [
  {
    slug: 'your-work',
    title: 'Your work',
    summary: 'How tasks come and go, who has them, and reminders.',
    sections: [
      {
        heading: 'Where tasks come from',
        paragraphs: [
          'Every refund opens the tasks that it leaves behind: an approval, the trust steps, the decision about the invoice. Each has a due date and goes to the people who may do it. When it is done, it leaves the list.',
        ],
      },
      {
        heading: 'Reminders',
        paragraphs: [
          'The person responsible gets an email before a task is due and when it is overdue. An owner sets the number of days under Settings.',
        ],
      },
    ],
  },
  {
    slug: 'bank-statements',
    title: 'Bank statements',
    summary: 'Which files to import, matching transfers, and correcting a wrong import.',
    sections: [
      {
        heading: 'Import a statement',
        steps: [
          'Download the statement from your bank as OFX, QFX or CSV. OFX and QFX also have the balance.',
          'Choose the account and the file, and import it. Lines that are already here are skipped.',
          'Match the two lines of each transfer from trust to operating.',
        ],
      },
      {
        heading: 'A wrong file',
        paragraphs: [
          'An owner can set a statement aside on its page. Its lines no longer count, and importing the file again undoes it.',
        ],
      },
    ],
  },
  {
    slug: 'trust-and-month-end',
    title: 'Trust accounts and month ends',
    summary: 'The three-way reconciliation, what differences mean, and signing a month.',
    sections: [
      {
        heading: 'What must agree',
        paragraphs: [
          'For each trust account three numbers must agree: the bank’s balance, corrected for outstanding checks and deposits; the firm’s own books; and the sum of all client ledgers. Most states require this every month.',
        ],
      },
      {
        heading: 'At the end of a month',
        steps: [
          'Import the bank statement.',
          'Open the month end with the statement’s ending date and balance.',
          'Explain what differs: outstanding checks, deposits in transit, mistakes of the bank.',
          'The preparer signs, then a lawyer signs and locks it. A locked month doesn’t change; a later correction is an entry of its own.',
        ],
      },
      {
        heading: 'A client ledger is negative',
        paragraphs: [
          'Money that belongs to other clients was used. Replenish the account today from operating funds; the task in Work says how much.',
        ],
      },
    ],
  },
  {
    slug: 'settings',
    title: 'Settings',
    summary: 'Approval, reminders, users and roles, connected software.',
    sections: [
      {
        heading: 'Who may do what',
        paragraphs: [
          'Viewers read. Admins request refunds, decide invoices and import statements. Lawyers also approve refunds and record trust steps. Owners also manage users, rules and connections. Nobody approves their own request.',
        ],
      },
      {
        heading: 'Stricter at once, looser tomorrow',
        paragraphs: [
          'A stricter rule applies at once. A looser one applies from the next bank day, and the other owners and the lawyers are notified by email.',
        ],
      },
      {
        heading: 'API keys and webhooks',
        paragraphs: [
          'API keys let other software use Makewhole; treat a key like a password. Webhooks tell other software what happened. The reference is part of the API: at your firm’s API address, under /docs.',
        ],
      },
    ],
  },
  {
    slug: 'your-security',
    title: 'Password and security',
    summary: 'Two-factor sign-in, recovery codes, and signing out elsewhere.',
    sections: [
      {
        heading: 'Two-factor sign-in',
        paragraphs: [
          'Set it up with an authenticator app. Keep the recovery codes where you keep other important papers: each works once, if your phone is lost.',
        ],
      },
      {
        heading: 'Something looks wrong',
        steps: [
          'Sign out everywhere else, under Password and security.',
          'Change your password.',
          'Tell an owner of your firm. They see every sign-in under Settings, Access.',
        ],
      },
    ],
  },
];
