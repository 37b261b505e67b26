// A wrong statement is set aside by an owner (ADR 61): nothing of it counts, nothing of it is lost, and what another
// statement shows too stays.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { callAs, csvOf, ledgerBalance, listLines, ofxOf, sendStatement, type Who } from './bank-calls.ts';
import type { Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

/** A firm's people sign in here, which costs seconds on a busy machine. */
const SEVERAL_SIGN_INS_MS = 120_000;

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Statement = Schemas['BankStatement'] & Pick<Schemas['Problem'], 'code' | 'detail'>;
type Office = { readonly firm: SmallFirm; readonly owner: Session; readonly key: string };

/** A firm that no other test knows of, with its owner, who has just confirmed their identity. */
async function office(): Promise<Office> {
  const firm = await createSmallFirm(world.db, 0);
  const owner = await sessionOf(world, firm, 'owner');
  await stepUp(world, owner);
  return { firm, owner, key: await giveKey(world.db, firm) };
}

const setAside = (who: Who, id: string, reason = 'It is of the operating account') =>
  callAs<Statement>(world.url, who, `POST /v1/bank-statements/${id}/set-aside`, { reason });
const send = ({ key }: Office, file: string, query?: Readonly<Record<string, string>>) =>
  sendStatement(world.url, key, file, query);
const lines = ({ key }: Office, query?: Readonly<Record<string, string>>) => listLines(world.url, key, query);

const A = '2026-03-10,Wire in,90.00';
const B = '2026-03-11,Fee,-5.00';
const C = '2026-03-12,Check 1044,-30.00';

describe('a statement', { timeout: SEVERAL_SIGN_INS_MS }, () => {
  it('is set aside by an owner alone, who has confirmed who they are, with a reason', async () => {
    const at = await office();
    const { id } = (await send(at, csvOf(A))).body;
    for (const role of ['viewer', 'admin', 'lawyer'] as const) {
      const { status, body } = await setAside(await sessionOf(world, at.firm, role), id);
      expect([role, status, body.code]).toEqual([role, 403, 'forbidden']);
    }
    const every = await giveKey(world.db, at.firm, ['read', 'refund', 'trust', 'import', 'connect']);
    expect((await setAside(every, id)).status).toBe(403);
    const unproved = await sessionOf(world, at.firm, 'owner');
    expect((await setAside(unproved, id)).body.code).toBe('step_up_required');
    expect((await setAside(at.owner, id, ' ')).body.code).toBe('invalid_request');
    const stranger = await office();
    for (const unknown of [id, 'bs_none', '%00'])
      expect((await setAside(stranger.owner, unknown)).body.code).toBe('statement_not_found');
    expect(await lines(at)).toHaveLength(1);
    const { status, body } = await setAside(at.owner, id);
    expect([status, body.setAside]).toMatchObject([
      200,
      { by: { id: at.owner.principalId }, reason: 'It is of the operating account' },
    ]);
    expect((await setAside(at.owner, id, 'Another reason')).body).toEqual(body);
    expect(await lines(at)).toEqual([]);
    const events = await world.db.execute(sql`SELECT data FROM firm_events WHERE firm_id = ${at.firm.firmId}
      AND type = 'bank_statement.set_aside'`);
    expect([...events]).toMatchObject([{ data: { statementId: id, lines: 1 } }]);
  });

  it('takes with it only the lines that no other statement has, in whatever order they go', async () => {
    const at = await office();
    const first = (await send(at, csvOf(A, B))).body;
    const second = (await send(at, csvOf(B, C))).body;
    expect(second).toMatchObject({ lines: 2, newLines: 1 });
    expect(await lines(at, { statementId: second.id })).toHaveLength(2);
    await setAside(at.owner, first.id);
    expect(await lines(at)).toEqual(['2026-03-12 -3000 Check 1044', '2026-03-11 -500 Fee']);
    await setAside(at.owner, second.id);
    expect(await lines(at)).toEqual([]);
    // What was set aside is seen where somebody asks for it.
    expect(await lines(at, { statementId: first.id })).toHaveLength(2);
  });

  it('may be imported again, also into the other account, as often as somebody errs', async () => {
    const at = await office();
    const file = csvOf(A, B);
    for (const account of ['trust', 'operating', 'trust', 'trust']) {
      const { status, body } = await send(at, file, { account });
      expect([status, body]).toMatchObject([201, { account, lines: 2, newLines: 2, isRepeat: false }]);
      expect((await send(at, file, { account })).body).toMatchObject({ id: body.id, isRepeat: true });
      expect(await lines(at, { account })).toHaveLength(2);
      await setAside(at.owner, body.id);
    }
    expect((await send(at, file)).body).toMatchObject({ newLines: 2 });
    expect(await lines(at)).toHaveLength(2);
  });

  it('of the wrong account frees the account’s number, and the IDs of its lines', async () => {
    const at = await office();
    const file = ofxOf('000111222', [['0310', '-30.00', 'W1', 'WIRE']]);
    const wrong = (await send(at, file, { account: 'operating' })).body;
    expect((await send(at, file)).body.detail).toContain('an owner can set that statement aside');
    await setAside(at.owner, wrong.id);
    expect((await send(at, file)).body).toMatchObject({ account: 'trust', newLines: 1 });
    const again = ofxOf('000111222', [
      ['0310', '-30.00', 'W1', 'WIRE OUT'],
      ['0311', '1.00', 'W2', 'IN'],
    ]);
    expect((await send(at, again)).body).toMatchObject({ lines: 2, newLines: 1 });
  });

  it('is the bank’s word no more: the trust report and the month end go by what stands', async () => {
    const at = await office();
    const report = () => callAs<Schemas['TrustReport']>(world.url, at.key, 'GET /v1/reports/trust');
    const month = (amount: string) =>
      ofxOf('000111222', [['0310', '90.00', 'W1', 'WIRE']], ledgerBalance(amount, '0331'));
    const wrong = (await send(at, month('90.01'))).body;
    expect((await report()).body.statement).toMatchObject({ balance: 90_01 });
    const path = `/v1/bank-accounts/${wrong.bankAccountId}/month-ends`;
    const monthEnds = async () =>
      (await callAs<Schemas['MonthEndPage']>(world.url, at.key, `GET ${path}`)).body.data;
    const [draft] = await monthEnds();
    expect(draft).toMatchObject({ endingOn: '2026-03-31', closingBalance: 90_01 });
    await setAside(at.owner, wrong.id);
    expect((await report()).body.statement).toBeNull();
    const binder = await callAs<Schemas['MonthEndBinder']>(world.url, at.key, `GET ${path}/${draft?.id}`);
    const admin = await sessionOf(world, at.firm, 'admin');
    const { reconciledHash } = binder.body;
    const signing = { reconciledHash, position: 'Bookkeeper', mayTransfer: false, explanation: 'None' };
    const prepared = await callAs<Statement>(world.url, admin, `POST ${path}/${draft?.id}/prepare`, signing);
    expect([prepared.status, prepared.body.code]).toEqual([409, 'statement_set_aside']);
    await send(at, month('90.00'));
    expect(await monthEnds()).toMatchObject([{ id: draft?.id, closingBalance: 90_00 }]);
    expect((await report()).body.statement).toMatchObject({ balance: 90_00 });
  });

  it('is set aside once when two owners do it at once, and while the same file is imported again', async () => {
    const at = await office();
    const file = csvOf(A, B, C);
    const { id } = (await send(at, file)).body;
    const colleague = await sessionOf(world, at.firm, 'owner');
    await stepUp(world, colleague);
    const answers = await Promise.all([
      setAside(at.owner, id, 'One'),
      setAside(colleague, id, 'Two'),
      send(at, file),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    expect(answers[0].body.setAside).toEqual(answers[1].body.setAside);
    // Whichever came first: importing the file makes every line stand, once.
    expect((await send(at, csvOf(B, '2026-03-13,New,1.00'))).status).toBe(201);
    expect((await send(at, file)).status).toBe(201);
    const standing = await lines(at);
    expect(standing.toSorted()).toEqual([
      '2026-03-10 9000 Wire in',
      '2026-03-11 -500 Fee',
      '2026-03-12 -3000 Check 1044',
      '2026-03-13 100 New',
    ]);
  });
});
