// What an operator does at a terminal, from an empty database and an empty Temporal to a firm whose owner can sign in.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { listFirmEvents } from '@makewhole/db/events/list-firm-events';
import { mayRewriteTrail } from '@makewhole/db/grant-app-role';
import { asId, type FirmId } from '@makewhole/domain/ids';
import { createEmptyDatabase, type EmptyDatabase } from '../../support/empty-database.ts';
import { runMakewhole } from '../../support/run-makewhole.ts';

const ROLE = `makewhole_app_${randomUUID().slice(0, 8)}`;
const OWNER = 'ada@haleroy.example';
const PORTAL_URL = 'https://portal.example';

let database: EmptyDatabase;
let connection: Connection;
let appUrl: string;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createEmptyDatabase(inject('databaseUrl'));
  connection = connect(database.url);
  await connection.sql.unsafe(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'`);
  const url = new URL(database.url);
  url.username = ROLE;
  url.password = ROLE;
  appUrl = url.toString();
  env = { DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: database.url, PORTAL_URL };
});
afterAll(async () => {
  await connection.sql.unsafe(`DROP OWNED BY ${ROLE}`);
  await connection.sql.unsafe(`DROP ROLE ${ROLE}`);
  await connection.close();
  await database.drop();
});

const create = ['firm', 'create', '--name', 'Hale & Roy', '--zone', 'america/new_york', '--owner', OWNER];

describe('an empty database', () => {
  test('has no place for a firm before it is migrated, and the command says what to run', async () => {
    const { code, err } = await runMakewhole(create, { env });
    expect([code, err]).toEqual([1, expect.stringContaining('makewhole migrate')]);
  });

  test('is migrated, and the role of the apps gets its rights', async () => {
    const { code, out } = await runMakewhole(['migrate'], { env });
    expect([code, out]).toEqual([0, expect.stringContaining(`The role ${ROLE} has the rights`)]);
    const app = connect(appUrl);
    expect(await mayRewriteTrail(app.sql)).toBe(false);
    await app.close();
    expect((await runMakewhole(['migrate'], { env })).out).toContain('The schema is the newest already');
  });

  test('that nobody answers for ends with a code of its own', async () => {
    const nowhere = { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/none' };
    const { code, err } = await runMakewhole(['migrate'], { env: nowhere });
    expect([code, err]).toEqual([4, expect.stringContaining('Postgres cannot be reached')]);
  });
});

describe('prepare-temporal', () => {
  const namespace = `firm-${randomUUID().slice(0, 8)}`;

  test('creates the namespace with its retention and the search attributes, and is safe to repeat', async () => {
    const temporal = { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: namespace };
    const first = await runMakewhole(['--json', 'prepare-temporal', '--retention-days', '30'], {
      env: temporal,
    });
    expect([first.code, first.err]).toEqual([0, '']);
    expect(JSON.parse(first.out)).toMatchObject({ namespace, created: true, retentionDays: 30 });
    const again = await runMakewhole(['prepare-temporal'], { env: temporal });
    expect(again.code).toBe(0);
    expect(again.out).toContain('All search attributes are registered');
    expect(again.out).toContain('for 30 days: a closed refund');
  });

  test('says that no Temporal answers', async () => {
    const { code, err } = await runMakewhole(['prepare-temporal'], {
      env: { TEMPORAL_ADDRESS: '127.0.0.1:9' },
    });
    expect([code, err]).toEqual([4, expect.stringContaining('no Temporal answers at 127.0.0.1:9')]);
  });
});

describe('a firm', () => {
  test('is created with its accounts, its reasons and its invited owner, in its timeline', async () => {
    const { code, out, err } = await runMakewhole(['--json', ...create, '--reference', 'contract 17'], {
      env,
    });
    expect([code, err]).toEqual([0, '']);
    const { firmId } = JSON.parse(out) as { firmId: FirmId };
    const { sql, db } = connection;
    const [has] = await sql`
      SELECT (SELECT count(*)::int FROM accounts WHERE firm_id = ${firmId}) AS accounts,
             (SELECT count(*)::int FROM bank_accounts WHERE firm_id = ${firmId}) AS banks,
             (SELECT count(*)::int FROM reason_templates WHERE firm_id = ${firmId}) AS reasons,
             (SELECT count(*)::int FROM processor_connections WHERE firm_id = ${firmId}) AS connections,
             (SELECT time_zone FROM firms WHERE id = ${firmId}) AS zone`;
    expect(has).toEqual({ accounts: 21, banks: 2, reasons: 5, connections: 0, zone: 'America/New_York' });
    const { data } = await listFirmEvents(db, firmId, { before: undefined, limit: 10 });
    expect(data).toMatchObject([
      { type: 'user.invited', actor: 'operator', data: { role: 'owner', reference: 'contract 17' } },
      { type: 'firm.created', actor: 'operator', data: { reference: 'contract 17' } },
    ]);
  });

  test('is found again where the command is repeated; another owner or another firm is refused in words', async () => {
    const again = await runMakewhole(create, { env });
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing was added')]);
    const [count] = await connection.sql`SELECT count(*)::int FROM firms`;
    expect(count).toEqual({ count: 1 });
    const other = await runMakewhole([...create.slice(0, -1), 'bo@haleroy.example'], { env });
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('There is a firm of that name')]);
    const elsewhere = await runMakewhole(['firm', 'create', '--name', 'Roy', ...create.slice(4)], { env });
    expect([elsewhere.code, elsewhere.err]).toEqual([1, expect.stringContaining('signs in at another firm')]);
  });

  test.each([
    [['--zone', 'Mars/Olympus'], '--zone Mars/Olympus is no time zone'],
    [['--owner', 'nobody'], '--owner nobody is not an email address'],
    [['--reference', '4111 1111 1111 1111'], 'has a card number'],
  ])('is refused with what is wrong: %j', async (args, words) => {
    const { code, err } = await runMakewhole([...create, ...args], { env });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('gets a link for its owner where there is no mail yet, and no mail is sent for it', async () => {
    const { code, out } = await runMakewhole([...create, '--print-link'], { env });
    expect([code, out]).toEqual([0, expect.stringContaining(`${PORTAL_URL}/invitation?token=`)]);
    const unsent = await connection.sql`
      SELECT id FROM account_emails WHERE kind = 'invitation' AND sent_at IS NULL ORDER BY id DESC LIMIT 1`;
    const links = await connection.sql`SELECT value FROM auth.verification WHERE is_password_link`;
    expect([unsent.length, links.length]).toEqual([1, 1]);
  });

  test('is listed and shown', async () => {
    expect((await runMakewhole(['firm', 'list'], { env })).out).toMatch(
      /^firm_\S+ {2}Hale & Roy {2}America\/New_York/,
    );
    const { out } = await runMakewhole(['firm', 'show', 'hale & roy'], { env });
    expect(out).toContain(`Owner ${OWNER}: invited`);
    expect(out).toContain('No payment company is connected');
    expect((await runMakewhole(['firm', 'show', 'nobody'], { env })).code).toBe(1);
  });

  test('is suspended and resumed, which its timeline says', async () => {
    const suspend = ['firm', 'suspend', 'Hale & Roy', '--reference', 'T-7'];
    expect((await runMakewhole(suspend, { env })).out).toContain('is suspended');
    expect((await runMakewhole(suspend, { env })).out).toContain('as before');
    expect((await runMakewhole([...suspend, '--end'], { env })).out).toContain('is not suspended');
    const [firm] = await connection.sql`SELECT id FROM firms`;
    const firmId = asId<FirmId>(String(firm?.['id']));
    const { data } = await listFirmEvents(connection.db, firmId, { before: undefined, limit: 2 });
    expect(data.map(({ type }) => type)).toEqual(['firm.resumed', 'firm.suspended']);
  });
});
