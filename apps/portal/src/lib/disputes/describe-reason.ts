/** The reasons of disputes in words, by the names that processors use. */
const REASONS: Readonly<Record<string, string>> = {
  fraudulent: 'The cardholder says they didn’t make this payment',
  unrecognized: 'The cardholder doesn’t recognize this payment',
  duplicate: 'The cardholder says they were charged twice',
  credit_not_processed: 'The cardholder says a refund never arrived',
  product_not_received: 'The cardholder says they didn’t receive the service',
  product_unacceptable: 'The cardholder says the service wasn’t as described',
  subscription_canceled: 'The cardholder says they had canceled',
  debit_not_authorized: 'The client says they didn’t authorize this bank debit',
  customer_initiated: 'The client asked their bank to return this debit',
  bank_cannot_process: 'The client’s bank couldn’t process this payment',
  insufficient_funds: 'The client’s account didn’t have enough money',
  incorrect_account_details: 'The client’s bank details were wrong',
  noncompliant: 'The card network says its rules weren’t followed',
  general: 'The cardholder’s bank gave no specific reason',
};

export function describeReason(reason: string | null): string {
  if (reason === null) return 'The processor gave no reason';
  const words = reason.replaceAll('_', ' ');
  return REASONS[reason] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
