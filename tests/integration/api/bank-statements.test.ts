// Bank statements over the API (R5): each line once, whatever is imported how often, and never another firm's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Imported = Schemas['ImportedBankStatement'] & Pick<Schemas['Problem'], 'code' | 'detail'>;

function send(csv: string, { account = 'trust', key = world.key } = {}) {
  return call<Imported>(world.url, `POST /v1/bank-statements?account=${account}`, {
    key,
    body: csv,
    headers: { 'content-type': 'text/csv' },
  });
}

const csvOf = (...rows: string[]) => ['date,description,amount', ...rows].join('\n');
/** Transactions of 2026: month and day, amount, FITID, name. */
const ofxOf = (account: string, ...lines: (readonly [string, string, string, string])[]) =>
  `OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>011<ACCTID>${account}</BANKACCTFROM><BANKTRANLIST>${lines
    .map(
      ([day, amount, id, name]) =>
        `<STMTTRN><DTPOSTED>2026${day}<TRNAMT>${amount}<FITID>${id}<NAME>${name}</STMTTRN>`,
    )
    .join('')}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
const EQUAL = '2026-03-10,Fee,-5.00';

describe('a statement', () => {
  it('gives each of its lines once, equal ones of one day too, however it overlaps with others', async () => {
    const first = csvOf(EQUAL, EQUAL, '2026-03-11,Deposit,10.00');
    const { status, body } = await send(first);
    expect([status, body]).toMatchObject([
      201,
      {
        account: 'trust',
        format: 'csv',
        lines: 3,
        newLines: 3,
        firstDate: '2026-03-10',
        lastDate: '2026-03-11',
      },
    ]);
    expect(body.isRepeat).toBe(false);
    expect((await send(first)).body).toMatchObject({ id: body.id, isRepeat: true });
    const overlapping = await send(csvOf(EQUAL, EQUAL, EQUAL, '2026-03-12,Deposit,10.00'));
    expect(overlapping.body).toMatchObject({ lines: 4, newLines: 2 });
    const other = await send(`${first}\n`, { account: 'operating' });
    expect(other.body).toMatchObject({ newLines: 3 });
  });

  it('sent twice at once is imported once', async () => {
    const csv = csvOf('2026-04-01,Twice,1.00');
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(csv)));
    const taken = answers.filter(({ status }) => status === 201);
    expect(new Set(taken.map(({ body }) => body.id)).size).toBe(1);
    expect((await send(csv)).body.id).toBe(taken[0]?.body.id);
  });

  it('in another format and other words gives no line twice', async () => {
    const key = await giveKey(world.db, world.otherFirm);
    const taken = (lines: number, newLines: number) => ({ status: 201, body: { lines, newLines } });
    const csv = csvOf('2026-05-04,Outgoing wire,-90.00', '2026-05-04,Fee,-5.00', '2026-05-04,Fee,-5.00');
    expect(await send(csv, { key })).toMatchObject(taken(3, 3));
    const file = ofxOf('1', ['0504', '-90.00', 'W1', 'WIRE OUT'], ['0504', '-5.00', 'W2', 'WIRE FEE']);
    expect(await send(file, { key })).toMatchObject(taken(2, 0));
    const more = ofxOf('1', ['0504', '-5.00', 'W2', 'WIRE FEE'], ['0505', '-5.00', 'W3', 'WIRE FEE']);
    expect(await send(more, { key })).toMatchObject(taken(2, 1));
  });

  it('gives each line once the other way round too, and a line that was pending under other words', async () => {
    const key = await giveKey(world.db, await createSmallFirm(world.db));
    const file = ofxOf('1', ['0504', '-90.00', 'W1', 'WIRE OUT'], ['0504', '-5.00', 'W2', 'WIRE FEE']);
    expect((await send(file, { key })).body).toMatchObject({ newLines: 2 });
    const csv = csvOf(
      '2026-05-04,PENDING - Outgoing wire,-90.00',
      '2026-05-04,Fee,-5.00',
      '2026-05-05,In,1.00',
    );
    expect((await send(csv, { key })).body).toMatchObject({ lines: 3, newLines: 1 });
    const posted = csvOf('2026-05-04,Outgoing wire to J. Delta,-90.00', '2026-05-05,In,1.00');
    expect((await send(posted, { key })).body).toMatchObject({ lines: 2, newLines: 0 });
    const later = ofxOf('1', ['0505', '1.00', 'W3', 'DEPOSIT'], ['0506', '-5.00', 'W2', 'ANOTHER FEE']);
    // W2 stood for another day: it is no ID, and the fee is a line of its own.
    expect((await send(later, { key })).body).toMatchObject({ lines: 2, newLines: 1 });
  });

  it('loses no line to an ID that is none', async () => {
    const march =
      'transaction id,date,description,amount\n0011,2026-06-01,Wire,-30.00\n0012,2026-06-02,Deposit,45.00';
    const april = march.replaceAll('2026-06', '2026-07').replace('45.00', '46.00');
    expect((await send(march)).body).toMatchObject({ newLines: 2 });
    expect((await send(april)).body).toMatchObject({ lines: 2, newLines: 2 });
    expect((await send(`${april}\n`)).body).toMatchObject({ lines: 2, newLines: 0 });
  });

  it('shows the end of a short account number, and nothing of what stands before it', async () => {
    const key = await giveKey(world.db, await createSmallFirm(world.db));
    const { body } = await send(ofxOf('77', ['0801', '-1.00', 'S1', 'a']), { key });
    expect(body).toMatchObject({ accountLastFour: '77' });
  });

  it('of another account is refused, and so is one file for both accounts', async () => {
    const trust = ofxOf('000111222', ['0801', '-1.00', 'A1', 'a']);
    expect((await send(trust)).body).toMatchObject({ accountLastFour: '1222' });
    const sameAccount = ofxOf('000111222', ['0802', '-1.00', 'A2', 'b']);
    const otherAccount = ofxOf('000999888', ['0803', '-1.00', 'A3', 'c']);
    const refused = [
      [trust, 'operating', 'imported as trust'],
      [sameAccount, 'operating', 'imported as trust'],
      [otherAccount, 'trust', 'ending in 1222'],
    ] as const;
    for (const [file, account, words] of refused) {
      const { status, body } = await send(file, { account });
      expect([status, body.code]).toEqual([409, 'statement_of_other_account']);
      expect(body.detail).toContain(words);
    }
    expect((await send(otherAccount, { account: 'operating' })).body).toMatchObject({ newLines: 1 });
    expect((await send(sameAccount)).body).toMatchObject({ newLines: 1 });
  });

  it('of a month in which nothing moved says what the account holds', async () => {
    const balance = '<LEDGERBAL><BALAMT>125000.00<DTASOF>20260930</LEDGERBAL></STMTRS>';
    const { body } = await send(ofxOf('000111222').replace('</STMTRS>', balance));
    expect(body).toMatchObject({ lines: 0, closingBalance: 125_000_00, firstDate: '2026-09-30' });
  });

  it('that cannot be read is refused as a whole, and leaves nothing', async () => {
    const before = await call<Schemas['BankStatementPage']>(world.url, 'GET /v1/bank-statements', {
      key: world.key,
    });
    const { status, body } = await send(
      csvOf('2026-03-10,Good,1.00', '2026-03-10,Bad,1.001', '2026-03-11,Good,2.00'),
    );
    expect([status, body.code, body.detail]).toEqual([
      422,
      'statement_unreadable',
      'Line 3: "1.001" is not an amount in dollars and cents.',
    ]);
    const after = await call(world.url, 'GET /v1/bank-statements', { key: world.key });
    expect(after.body).toEqual(before.body);
  });

  it('has a limit', async () => {
    const { status, body } = await send(' '.repeat(STATEMENT_BYTES_MAX + 1));
    expect([status, body.code]).toEqual([413, 'too_large']);
    const many = Array.from({ length: 10_001 }, (_, nth) => `2026-03-10,Line ${nth},1.00`);
    expect((await send(csvOf(...many))).body.code).toBe('statement_unreadable');
    expect((await send(csvOf(...many.slice(1)))).body).toMatchObject({ newLines: 10_000 });
  });

  it.each([
    ['a tag of letters that has no end', `OFXHEADER:100\r\n\r\n<OFX><${'A'.repeat(60)}-`],
    ['spaces', `<OFX><STMTTRN><TRNAMT>${' '.repeat(900_000)}`],
  ])('that would hold its reader is refused, and others are answered meanwhile: %s', async (_, file) => {
    const startedAt = performance.now();
    const answers = Promise.all([send(file), send(file, { key: world.otherKey })]);
    const alive = await call(world.url, 'GET /livez');
    expect([alive.status, performance.now() - startedAt < 1_000]).toEqual([200, true]);
    for (const { status, body } of await answers) {
      expect([status, body.code]).toEqual([422, 'statement_unreadable']);
    }
  });

  it('is read alone of its firm', async () => {
    const large = `<OFX>${'<A>'.repeat(290_000)}`;
    const answers = await Promise.all([send(large), send(large), send(large)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([422, 429, 429]);
    const busy = answers.find(({ status }) => status === 429);
    expect([busy?.body.code, busy?.headers.get('retry-after')]).toEqual(['statement_being_read', '5']);
  });

  it('is seen, newest first and page by page, by its own firm alone', async () => {
    const first = await call<Schemas['BankStatementPage']>(world.url, 'GET /v1/bank-statements?limit=1', {
      key: world.key,
    });
    const next = await call<Schemas['BankStatementPage']>(
      world.url,
      `GET /v1/bank-statements?limit=1&cursor=${first.body.nextCursor}`,
      { key: world.key },
    );
    expect(first.body.data[0]?.id).not.toBe(next.body.data[0]?.id);
    const others = await call<Schemas['BankStatementPage']>(world.url, 'GET /v1/bank-statements', {
      key: world.otherKey,
    });
    const ids = others.body.data.map(({ id }) => id);
    expect(ids).not.toContain(first.body.data[0]?.id);
    expect(ids).not.toContain(next.body.data[0]?.id);
  });

  it('is no matter of a key that may only read', async () => {
    const answer = await send(csvOf(EQUAL), { key: await giveKey(world.db, world.firm, ['read']) });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });
});
