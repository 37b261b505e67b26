// Reads the transactions and the ledger balance of a bank account in an OFX file (also .qfx and .qbo). A file that repeats
// a value which may occur only once is refused.
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import type { ClosingBalance } from '@makewhole/domain/bank-lines';
import { ofxElements, valueOf, type OfxElement } from './ofx-elements.ts';
import { Unreadable, type StatementContent, amountOf, bankIdOf, dateOf, quoted } from './values.ts';

/** @throws Unreadable if anything cannot be read with certainty */
export function readOfx(text: string): StatementContent {
  const documents = named(ofxElements(text), 'OFX');
  const statements = documents
    .flatMap(({ children }) => named(children, 'BANKMSGSRSV1'))
    .flatMap(({ children }) => named(children, 'STMTTRNRS'));
  if (documents.length > 1 || statements.length > 1) {
    throw new Unreadable(
      'This OFX file contains statements of several accounts. Export one account at a time.',
    );
  }
  const [statement] = statements;
  const said = statement && only(statement, 'STMTRS', 'The statement');
  if (said === undefined) {
    throw new Unreadable('This OFX file contains no complete statement of a bank account. Export it again.');
  }
  const currency = textOf(said, 'CURDEF', 'The statement');
  if (currency !== 'USD') {
    throw new Unreadable(`This statement is in ${quoted(currency)}; the books are in USD.`);
  }
  const transactions = named(only(said, 'BANKTRANLIST', 'The statement')?.children ?? [], 'STMTTRN');
  if (countOf(documents, 'STMTTRN') > transactions.length) {
    throw new Unreadable(
      'This OFX file contains transactions outside the list of its statement. Export it again.',
    );
  }
  const balance = only(said, 'LEDGERBAL', 'The statement');
  return {
    lines: transactions.map(lineOf),
    closing: balance === undefined ? null : closingOf(balance),
    accountNumber: accountNumberOf(said),
  };
}

function accountNumberOf(statement: OfxElement): string | null {
  const where = 'The account';
  const account = only(statement, 'BANKACCTFROM', where);
  if (account === undefined || textOf(account, 'ACCTID', where) === '') return null;
  return ['BANKID', 'ACCTTYPE', 'ACCTID'].map((name) => textOf(account, name, where)).join(' ');
}

function lineOf(one: OfxElement, index: number): StatementLine {
  const counted = `Transaction ${index + 1}`;
  const bankId = bankIdOf(textOf(one, 'FITID', counted), counted, 'FITID');
  const where = bankId === null ? counted : `Transaction ${quoted(bankId)}`;
  refuseOtherCurrency(one, where);
  if (named(one.children, 'CORRECTFITID').length > 0) {
    throw new Unreadable(
      `${where} corrects an earlier one. Export the statement once the bank has corrected it.`,
    );
  }
  const payee = only(one, 'PAYEE', where);
  const words = [
    textOf(one, 'NAME', where) || (payee ? textOf(payee, 'NAME', where) : ''),
    ...['MEMO', 'CHECKNUM', 'REFNUM'].map((name) => textOf(one, name, where)),
  ];
  return {
    date: dateOf(textOf(one, 'DTPOSTED', where), where),
    amount: signedAmount(one, where),
    currency: 'USD',
    description: words.filter((word) => word !== '').join(' '),
    bankId,
  };
}

function signedAmount(one: OfxElement, where: string) {
  const amount = amountOf(textOf(one, 'TRNAMT', where), where);
  const type = textOf(one, 'TRNTYPE', where);
  if ((type === 'DEBIT' && amount > 0) || (type === 'CREDIT' && amount < 0)) {
    throw new Unreadable(
      `${where} is marked as a ${type.toLowerCase()}, but its amount has the opposite sign.`,
    );
  }
  return amount;
}

/** ORIGCURRENCY only states the currency before the bank converted the amount to dollars. */
function refuseOtherCurrency(one: OfxElement, where: string): void {
  const currency = only(one, 'CURRENCY', where);
  if (currency === undefined) return;
  const symbol = textOf(currency, 'CURSYM', where);
  if (symbol !== 'USD') throw new Unreadable(`${where} is in ${quoted(symbol)}; the books are in USD.`);
}

/** Null if the bank states no amount or no date. */
function closingOf(balance: OfxElement): ClosingBalance | null {
  const where = 'The ledger balance';
  const [amount, date] = [textOf(balance, 'BALAMT', where), textOf(balance, 'DTASOF', where)];
  if (amount === '' || /^0*$/.test(date)) return null;
  return { balance: amountOf(amount, where), date: dateOf(date, where) };
}

/** At any depth. */
function countOf(elements: readonly OfxElement[], name: string): number {
  const left = [...elements];
  let count = 0;
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    if (element.name === name) count += 1;
    for (const child of element.children) left.push(child);
  }
  return count;
}

function named(elements: readonly OfxElement[], name: string): readonly OfxElement[] {
  return elements.filter((element) => element.name === name);
}

function only(parent: OfxElement, name: string, where: string): OfxElement | undefined {
  const [found, ...others] = named(parent.children, name);
  if (others.length > 0) throw new Unreadable(`${where} has more than one ${name}.`);
  return found;
}

/** Empty if there is none. */
function textOf(parent: OfxElement, name: string, where: string): string {
  const found = only(parent, name, where);
  return found === undefined ? '' : valueOf(found);
}
