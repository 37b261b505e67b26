import type { HelpText } from './help-text.ts';

/** Help with payments and refunds. */
export const REFUND_HELP: readonly HelpText[] = [
  {
    slug: 'refund-a-payment',
    title: 'Refund a payment',
    summary: 'From the transaction ID to the confirmation, and what happens before any money moves.',
    sections: [
      {
        heading: 'Step by step',
        steps: [
          'Find the payment in Payment History and copy its transaction ID with the button beside it.',
          'Choose New refund, paste the ID, and press Enter.',
          'Read what will happen: the dates, the entries in your books, who will get an email, and, for trust money, the three trust steps.',
          'Enter the reason. Everyone on the matter will read it.',
          'Press the green button, compare the amount, the payer and the last four digits, and confirm.',
        ],
      },
      {
        heading: 'Why the ID must be exact',
        paragraphs: [
          'Two payments can look alike. The box finds nothing by name and completes nothing, so that the payment you refund is always the one you copied.',
        ],
      },
      {
        heading: 'Pressed twice, or lost the connection?',
        paragraphs: [
          'A payment is refunded once. If you press the button again, you will see the same refund. What you typed stays on this computer until the refund is sent.',
        ],
      },
      {
        heading: 'The payment can’t be refunded',
        paragraphs: [
          'The page says why: the payment has not settled yet, an eCheck payment can still be returned by the bank, the client has opened a dispute, or the payment was already refunded. Where a date helps, the page shows it.',
        ],
      },
    ],
  },
  {
    slug: 'after-a-refund',
    title: 'After a refund',
    summary: 'What each status means, when the client has the money, and what your firm still has to do.',
    sections: [
      {
        heading: 'What the statuses mean',
        paragraphs: [
          'Awaiting approval: a lawyer or an owner has to approve it first; no money has moved. Processing: the processor has the refund. Succeeded: the processor has sent the money to the client’s bank, where it usually appears within 5 to 10 business days. Failed: the client was not paid, all entries were reversed, and paying the client another way is a task for your firm.',
        ],
      },
      {
        heading: 'The client can’t find the money',
        paragraphs: [
          'Copy the trace number from the refund’s page and give it to the client. Their bank finds the money with it.',
        ],
      },
      {
        heading: 'Trust money',
        paragraphs: [
          'A refund of trust money leaves your operating account, so that no other client’s money is at risk. Three steps follow: the trust account pays your operating account back, the client ledger is corrected, and both bank lines are matched. Each step has a due date and a person.',
        ],
      },
      {
        heading: 'The invoice',
        paragraphs: [
          'After a refund of an invoice payment you decide what happens to the amount: still due, written off, or credited. Until then it waits in Work.',
        ],
      },
    ],
  },
  {
    slug: 'find-a-payment',
    title: 'Find a payment',
    summary: 'Search, filters, keys, and exporting a list.',
    sections: [
      {
        heading: 'Search',
        paragraphs: [
          'Type the payer, the matter, the invoice, the last four digits, or any part of the transaction ID. Narrow the list by date and amount. The address of the page keeps your filters, so you can send a list to a colleague.',
        ],
      },
      {
        heading: 'Keys',
        paragraphs: [
          'j and k move down and up, Enter opens a payment, c copies its ID, / goes to the search box, and ? lists the keys. You can turn the keys off in that list.',
        ],
      },
      {
        heading: 'Unassigned payments',
        paragraphs: [
          'A payment that doesn’t say whether it is operating or trust money is marked Unassigned. Assign it before you refund it: the refund goes out of the account that the money went into.',
        ],
      },
    ],
  },
  {
    slug: 'disputes',
    title: 'Disputes',
    summary: 'What to do when a client’s bank takes a payment back.',
    sections: [
      {
        heading: 'What happened',
        paragraphs: [
          'The client asked their bank to take the payment back. The amount leaves your account at once. You can send evidence until the respond-by date; after it the amount is lost.',
        ],
      },
      {
        heading: 'What to do',
        steps: [
          'Look at the reason and the respond-by date.',
          'If the client is right, do not refund the payment as well: they would be paid twice.',
          'If you disagree, send the engagement letter, the invoice, receipts and emails through your payment processor before the date.',
        ],
      },
      {
        heading: 'Trust money',
        paragraphs: [
          'If the payment went to trust, the trust account must be made whole without waiting for the outcome. The task in Work says how much, and by when.',
        ],
      },
    ],
  },
];
