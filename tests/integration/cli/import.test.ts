// A firm's own data from CSV files: all of a file or none of it, and each bad row with its line and what to do.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { and, count, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clients, invoices, matters } from '@makewhole/db/schema/matters';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';

const START_MS = 120_000;

let world: ApiWorld;
let env: Record<string, string>;
let folder: string;
beforeAll(async () => {
  world = await createApiWorld();
  const key = await giveKey(world.db, world.firm, ['import']);
  env = { MAKEWHOLE_API_URL: world.url, MAKEWHOLE_API_KEY: key };
  folder = await mkdtemp(join(tmpdir(), 'makewhole-import-'));
}, START_MS);
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

const importing = (kind: string, input: string, ...options: string[]) =>
  runMakewhole(['--json', 'import', kind, '-', ...options], { env, input });

describe('a good file', () => {
  it('comes in whole, as Excel and as the firm write it, and the same again changes nothing', async () => {
    const id = randomUUID();
    const lines = [
      '\uFEFFname,number,external_id,client_name,client_external_id,responsible_emails',
      `"Adler, estate of",${id},m-${id},Dana Whitfield,c-${id},Nora Adler <nora@adler.example>; luis@adler.example`,
    ];
    const file = `${lines.join('\r\n')}\r\n`;
    const first = await importing('matters', file);
    expect([first.err, first.code]).toEqual(['', 0]);
    expect(JSON.parse(first.out)).toMatchObject({ isWritten: true, created: 1, refused: 0 });
    expect(JSON.parse((await importing('matters', file)).out)).toMatchObject({ unchanged: 1, created: 0 });
    const [matter] = await world.db
      .select()
      .from(matters)
      .where(eq(matters.externalId, `m-${id}`));
    expect(matter).toMatchObject({ name: 'Adler, estate of', number: id });
  });

  it('comes in though its rows are larger than one request may be', async () => {
    const ids = Array.from({ length: 60 }, () => randomUUID());
    const people = Array.from(
      { length: 200 },
      (_, at) => `${'n'.repeat(180)} <p${at}@${'d'.repeat(50)}.example>`,
    );
    const [header, ...rows] = matterFile(ids).split('\n');
    const wide = rows.map((row) => row.replace('nora@adler.example', people.join(';')));
    const sent = await importing('matters', [header, ...wide].join('\n'));
    expect([sent.err, sent.code]).toEqual(['', 0]);
    expect(JSON.parse(sent.out)).toMatchObject({ created: 60 });
  });

  it('reads amounts as they are written, to the cent', async () => {
    const id = randomUUID();
    await importing('matters', matterFile([id]));
    const amounts = ['"1,234.56"', '1234.5', '0.07', '"1,000,000"', '4503599627370.49'];
    const rows = amounts.map((amount, at) => `i-${id}-${at},${id}-${at},m-${id},${amount},2026-11-02`);
    const sent = await importing(
      'invoices',
      ['external_id,number,matter_external_id,total,issued_on', ...rows].join('\n'),
    );
    const { bad } = JSON.parse(sent.out) as { bad: { line: number }[] };
    // What the API does not take names its line; the rest is exact.
    expect(bad.every(({ line }) => line === 6)).toBe(true);
    const again = await importing(
      'invoices',
      ['external_id,number,matter_external_id,total,issued_on', ...rows.slice(0, 4)].join('\n'),
    );
    expect([again.err, again.code]).toEqual(['', 0]);
    const found = await world.db
      .select({ total: invoices.total })
      .from(invoices)
      .where(like(invoices.externalId, `i-${id}-%`))
      .orderBy(invoices.externalId);
    expect(found.slice(0, 4).map(({ total }) => total)).toEqual([123_456, 123_450, 7, 100_000_000]);
  });
});

describe('a file with bad rows', () => {
  it(
    'is not written at all, and with --skip-bad without them',
    async () => {
      const id = randomUUID();
      const good = Array.from({ length: 501 }, (_, at) => `c-${id}-${at},Client ${at},`);
      const bad = [`c-${id}-x,Pays with 4111 1111 1111 1111,`, `c-${id}-y,=1+1,nobody`, `c-${id}-z,,`];
      const file = ['external_id,name,email', ...good, ...bad].join('\n');
      const report = join(folder, `${id}.csv`);
      const refused = await importing('clients', file, '--report', report);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('3 rows cannot be taken');
      expect(JSON.parse(refused.out)).toMatchObject({
        ...{ isWritten: false, created: 501, refused: 3 },
        bad: [
          { line: 503, column: 'name', code: 'invalid_request' },
          { line: 504, column: 'email', code: 'invalid_request' },
          { line: 505, column: 'name', code: 'invalid_value', value: '' },
        ],
      });
      const written = await readFile(report, 'utf8');
      expect(written.startsWith('\uFEFFline,column,code,value,message\r\n')).toBe(true);
      expect(written.trim().split('\n')).toHaveLength(4);
      expect(await clientsOf(id)).toBe(0);
      const skipping = await importing('clients', file, '--skip-bad');
      expect([skipping.code, await clientsOf(id)]).toEqual([1, 501]);
    },
    START_MS,
  );

  it('names the columns of the file, not the fields of the API, and a row that is too large alone', async () => {
    const id = randomUUID();
    const crowd = Array.from({ length: 40_000 }, (_, at) => `person-${at}-of-the-large-firm@adler.example`);
    const rows = [
      `m-${id}-1,${id}-1,"Estate\nof Adler",c-${id},Dana,nora@adler.example`,
      `m-${id}-2,${id}-2,Estate,c-${id},"Dana\nWhitfield",nora@adler.example`,
      `m-${id}-3,${id}-3,Estate,c-${id},Dana,not an address`,
      `m-${id}-4,${id}-4,Estate,c-${id},Dana,${crowd.join(';')}`,
    ];
    const [header] = matterFile([]).split('\n');
    const { out } = await importing('matters', [header, ...rows].join('\n'));
    const { bad } = JSON.parse(out) as { bad: { line: number; column: string | null; code: string }[] };
    expect(bad.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'name', 'invalid_request'],
      [5, 'client_name', 'invalid_request'],
      [6, 'responsible_emails', 'invalid_request'],
      [7, null, 'too_large'],
    ]);
  });

  it('names both lines of an external ID and of a number that it has twice', async () => {
    const id = randomUUID();
    const tried = await importing('clients', `external_id,name\nc-${id},A\nd-${id},B\nc-${id},C\n`);
    const { bad } = JSON.parse(tried.out) as { bad: { line: number; message: string }[] };
    expect(bad.map(({ line }) => line)).toEqual([2, 4]);
    expect(bad[0]?.message).toContain('Line 4');
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    const numbered = await importing(
      'matters',
      matterFile(ids).replace(`m-${last},${last}`, `m-${last},${first}`),
    );
    expect(JSON.parse(numbered.out)).toMatchObject({
      ...{ isWritten: false, created: 28 },
      bad: [
        { line: 2, column: 'number', code: 'duplicate_number', value: first },
        { line: 31, column: 'number', code: 'duplicate_number', value: first },
      ],
    });
  });

  it('of rows that the firm cannot have says why, and a dry run changes nothing', async () => {
    const id = randomUUID();
    const file = `external_id,number,matter_external_id,total,issued_on\ni-${id},${id},m-${id},10.00,2026-02-28\n`;
    const tried = await importing('invoices', file, '--dry-run');
    expect(JSON.parse(tried.out)).toMatchObject({ bad: [{ line: 2, code: 'matter_not_found' }] });
    const dry = await importing('matters', matterFile([id]), '--dry-run');
    expect(JSON.parse(dry.out)).toMatchObject({ isWritten: false, created: 1 });
    expect(
      await world.db
        .select()
        .from(matters)
        .where(eq(matters.externalId, `m-${id}`)),
    ).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['an empty one', '', 'The file is empty'],
    ['no rows', 'external_id,name\n', 'no rows'],
    ['an unknown column', 'external_id,Name\nc,A\n', 'Did you mean \\"name\\"?'],
    ['a column twice', 'external_id,name,name\nc,A,B\n', 'is there twice'],
    ['a column less', 'external_id\nc\n', 'The header lacks name'],
    ['a field too many', 'external_id,name\nc,A,B\n', 'Line 2 has 3 fields'],
    ['an open quote', 'external_id,name\nc,"A\n', 'not a valid CSV file'],
  ])('%s', async (_what, file, words) => {
    const { code, err } = await importing('clients', file);
    expect([code, err.includes(words) || err.includes(words.replaceAll('\\', ''))]).toEqual([2, true]);
  });

  it('in another encoding names the line', async () => {
    const path = join(folder, 'latin1.csv');
    await writeFile(path, Buffer.from('external_id,name\nc-1,Ada\nc-2,Zo\xeb\n', 'latin1'));
    const { code, err } = await runMakewhole(['import', 'clients', path], { env });
    expect([code, err]).toEqual([2, expect.stringContaining('Line 3 is not UTF-8')]);
  });

  it('and a time that has not come', async () => {
    const { code, err } = await importing('clients', 'external_id,name\nc,A\n', '--as-of', '2062-11-30');
    expect([code, err]).toEqual([2, expect.stringContaining('It is in the future')]);
  });

  it('and a key that may not import have exit codes of their own', async () => {
    const reader = await giveKey(world.db, world.firm, ['read']);
    const given = { env: { ...env, MAKEWHOLE_API_KEY: reader }, input: 'external_id,name\nc,A\n' };
    expect((await runMakewhole(['import', 'clients', '-'], given)).code).toBe(3);
    expect((await runMakewhole(['import', 'clients', 'nowhere.csv'], { env })).code).toBe(2);
  });
});

it('goes on after an answer that was lost, and one that asks to wait', async () => {
  const id = randomUUID();
  let asked = 0;
  const between = createServer((req, res) => {
    void (async () => {
      asked += 1;
      if (asked === 1) return res.writeHead(503, { 'retry-after': '1' }).end();
      const headers = { 'content-type': 'application/json', authorization: req.headers.authorization ?? '' };
      const answer = await fetch(`${world.url}${req.url ?? ''}`, {
        method: 'POST',
        headers,
        body: await text(req),
      });
      const body = await answer.text();
      if (asked === 3) return res.destroy(); // written, and nobody hears of it
      return res.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    })();
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = between.address() as AddressInfo;
    const { code, out } = await runMakewhole(['--json', 'import', 'clients', '-'], {
      env: { ...env, MAKEWHOLE_API_URL: `http://127.0.0.1:${port}` },
      input: `external_id,name\nc-${id}-1,Ada\n`,
    });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ isWritten: true, unchanged: 1 })]);
    expect([asked, await clientsOf(id)]).toEqual([4, 1]);
  } finally {
    between.closeAllConnections();
    between.close();
  }
});

function matterFile(ids: readonly string[]): string {
  const header = 'external_id,number,name,client_external_id,client_name,responsible_emails';
  return [header, ...ids.map((id) => `m-${id},${id},Estate,c-${id},Dana,nora@adler.example`)].join('\n');
}

async function clientsOf(id: string): Promise<number> {
  const mine = and(eq(clients.firmId, world.firm.firmId), like(clients.externalId, `c-${id}-%`));
  const [row] = await world.db.select({ found: count() }).from(clients).where(mine);
  return row?.found ?? 0;
}
