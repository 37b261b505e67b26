// Reads the transactions and the ledger balance of a bank account in an OFX file (also .qfx and .qbo). A file that repeats
// a value which may occur only once is refused.
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import type { ClosingBalance } from '@makewhole/domain/bank-lines';
import { ofxElements, valueOf, type OfxElement } from './ofx-elements.ts';
import { decimalMarkOf, ofxAmountOf } from './read-amount.ts';
import { ofxDateOf } from './read-date.ts';
import { Unreadable, type StatementContent, bankIdOf, quoted } from './values.ts';

/** Statements that are of no bank account, and what each is called. */
const OTHER_STATEMENTS: Readonly<Record<string, string>> = {
  CCSTMTRS: 'a credit card statement',
  CCSTMTENDRS: 'a credit card statement',
  INVSTMTRS: 'an investment statement',
  LOANSTMTRS: 'a loan statement',
  BILLPAYMSGSRSV1: 'a list of bill payments',
};

/** @throws Unreadable if anything cannot be read with certainty */
export function readOfx(text: string): StatementContent {
  const top = ofxElements(text);
  const documents = named(top, 'OFX');
  const statement = statementIn(top, documents);
  const currency = textOf(statement, 'CURDEF', 'The statement').toUpperCase();
  if (currency !== 'USD') {
    throw new Unreadable(
      currency === ''
        ? 'This statement does not name its currency (CURDEF). Export it again.'
        : `This statement is in ${quoted(currency)}; the books are in USD.`,
    );
  }
  const transactions = named(only(statement, 'BANKTRANLIST', 'The statement')?.children ?? [], 'STMTTRN');
  if (countOf(top, 'STMTTRN') > transactions.length) {
    throw new Unreadable(
      'This OFX file contains transactions outside the list of its statement. Export it again.',
    );
  }
  const balance = only(statement, 'LEDGERBAL', 'The statement');
  const lines = transactions.map(lineOf);
  refuseMixedMarks(transactions, balance);
  return {
    lines,
    closing: balance === undefined ? null : closingOf(balance),
    accountNumber: accountNumberOf(statement),
  };
}

/** The only statement of the file. */
function statementIn(top: readonly OfxElement[], documents: readonly OfxElement[]): OfxElement {
  const other = Object.keys(OTHER_STATEMENTS).find((name) => countOf(top, name) > 0);
  const statements = documents
    .flatMap(({ children }) => named(children, 'BANKMSGSRSV1'))
    .flatMap(({ children }) => named(children, 'STMTTRNRS'));
  const count = Math.max(documents.length, statements.length, countOf(top, 'STMTRS'));
  if (count > 1 || (other !== undefined && countOf(top, 'STMTRS') > 0)) {
    throw new Unreadable(
      'This OFX file contains statements of several accounts. Export one account at a time.',
    );
  }
  if (other !== undefined) {
    throw new Unreadable(
      `This is ${OTHER_STATEMENTS[other] ?? other}, not one of a bank account. Export the trust or operating account itself.`,
    );
  }
  const [answer] = statements;
  const statement = answer && only(answer, 'STMTRS', 'The statement');
  if (statement === undefined) throw new Unreadable(whyNoStatement(answer));
  return statement;
}

function whyNoStatement(answer: OfxElement | undefined): string {
  const status = answer && only(answer, 'STATUS', 'The answer');
  if (status !== undefined && textOf(status, 'SEVERITY', 'The answer').toUpperCase() === 'ERROR') {
    const said = ['CODE', 'MESSAGE'].map((name) => textOf(status, name, 'The answer')).join(' ');
    return `In this OFX file the bank reports an error (${quoted(said.trim())}) instead of a statement. Export it again.`;
  }
  return 'This OFX file contains no complete statement of a bank account. Export it again.';
}

/** Cents after a comma in one amount and after a point in another: one of them may mean thousands. */
function refuseMixedMarks(transactions: readonly OfxElement[], balance: OfxElement | undefined): void {
  const said = [
    ...transactions.map((one, index) => {
      const where = `Transaction ${index + 1}`;
      return { where, mark: decimalMarkOf(textOf(one, 'TRNAMT', where)) };
    }),
    {
      where: 'The ledger balance',
      mark: balance ? decimalMarkOf(textOf(balance, 'BALAMT', 'The ledger balance')) : null,
    },
  ].filter(({ mark }) => mark !== null);
  const other = said.find(({ mark }) => mark !== said[0]?.mark);
  if (other === undefined) return;
  throw new Unreadable(
    `${other.where}: its amount has a "${other.mark ?? ''}" before the cents, and the amounts before it do not. Export the file again.`,
  );
}

function accountNumberOf(statement: OfxElement): string | null {
  const where = 'The account';
  const account = only(statement, 'BANKACCTFROM', where);
  if (account === undefined || textOf(account, 'ACCTID', where) === '') return null;
  return ['BANKID', 'ACCTTYPE', 'ACCTID'].map((name) => textOf(account, name, where)).join(' ');
}

function lineOf(one: OfxElement, index: number): StatementLine {
  const counted = `Transaction ${index + 1}`;
  // One that stands within another element is not read, and might be the right one.
  for (const name of ['DTPOSTED', 'TRNAMT']) {
    if (countOf([one], name) > 1) throw new Unreadable(`${counted} has more than one ${name}.`);
  }
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
    date: ofxDateOf(textOf(one, 'DTPOSTED', where), where),
    amount: signedAmount(one, where),
    currency: 'USD',
    description: words.filter((word) => word !== '').join(' '),
    bankId,
  };
}

function signedAmount(one: OfxElement, where: string) {
  const amount = ofxAmountOf(textOf(one, 'TRNAMT', where), where);
  const type = textOf(one, 'TRNTYPE', where).toUpperCase();
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
  if (symbol.toUpperCase() !== 'USD')
    throw new Unreadable(`${where} is in ${quoted(symbol)}; the books are in USD.`);
}

/** Null if the bank states no amount or no date. */
function closingOf(balance: OfxElement): ClosingBalance | null {
  const where = 'The ledger balance';
  const [amount, date] = [textOf(balance, 'BALAMT', where), textOf(balance, 'DTASOF', where)];
  if (amount === '' || /^0*$/.test(date)) return null;
  return { balance: ofxAmountOf(amount, where), date: ofxDateOf(date, where) };
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
  if (found !== undefined && found.children.length > 0) {
    throw new Unreadable(`${where} has a ${name} with another element in it. Export it again.`);
  }
  return found === undefined ? '' : valueOf(found);
}
