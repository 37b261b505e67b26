// What somebody with the file, or the database, could hand over in place of the true trail. Each was once accepted.
import { describe, expect, it } from 'vitest';
import { hashOfContent } from './hash-of-content.mjs';
import { verifyAudit } from './verify-audit.mjs';

type Line = Readonly<Record<string, unknown>>;
type Told = { readonly type: string; readonly amount: number };
type Chain = { readonly lines: readonly Line[]; readonly version: number; readonly hash: string };

const FIRM = 'firm_1';

describe('a true export', () => {
  it('holds, and says what is sealed and what is not', async () => {
    const { lines, sealHash } = trueExport();
    expect(await verifyAudit(texts(lines))).toMatchObject({
      ok: true,
      refunds: 2,
      events: 5,
      checkpoints: 1,
      faults: [],
      sealed: { events: 3, upTo: { sequence: 1, day: '2026-11-20', hash: sealHash } },
      isListed: true,
    });
  });

  it('holds against the seal that was kept of it, and not against another', async () => {
    const { lines, sealHash } = trueExport();
    const against = (seal: { hash: string; day?: string }) => verifyAudit(texts(lines), { seals: [seal] });
    expect((await against({ hash: sealHash, day: '2026-11-20' })).ok).toBe(true);
    expect((await against({ hash: sealHash, day: '2026-11-21' })).faults).toEqual([
      `the checkpoint ${sealHash} that you kept is of 2026-11-20, not of 2026-11-21`,
    ]);
    expect((await against({ hash: 'f'.repeat(64) })).ok).toBe(false);
  });

  it('of the first format is read as well, and says that it lists no timelines', async () => {
    const { lines } = trueExport();
    const older = lines
      .filter(({ type }) => type !== 'firm' && type !== 'refund')
      .map((line) => (line['type'] === 'header' ? { ...line, format: 'makewhole-audit-1' } : line))
      .map(({ refunds: _, ...line }) => line);
    expect(await verifyAudit(texts(older))).toMatchObject({ ok: true, isListed: false });
  });
});

describe('the verifier refuses', () => {
  it('a forged second copy of a sealed timeline (V1)', async () => {
    const { a, b, firm, sealed } = trail();
    const forged = timeline('rf_a', [{ type: 'refund.requested', amount: 1 }]);
    await refuses(exportOf([sealed.line], [firm, a, b, forged]), 'the timeline rf_a is there a second time');
  });

  it('a second copy in an export of the first format, which lists nothing (V1)', async () => {
    const { a, b, sealed } = trail();
    const forged = timeline('rf_a', [{ type: 'refund.requested', amount: 1 }]);
    const lines = [
      headerOf('makewhole-audit-1'),
      sealed.line,
      ...[a, b, forged].flatMap(eventsOf),
      endOf(5, 1),
    ];
    await refuses(lines, 'the timeline rf_a is there a second time');
  });

  it('a second header, and the events of another firm after it (V2)', async () => {
    const { lines } = trueExport();
    const other = timeline('rf_x', [{ type: 'refund.requested', amount: 1 }], 'firm_2');
    const more = [{ ...headerOf('makewhole-audit-2'), firmId: 'firm_2' }, ...other.lines];
    await refuses(lines.toSpliced(-1, 1, ...more, endOf(6, 1, 3)), 'there is a second header');
    await refuses(lines.toSpliced(-1, 1, ...more, endOf(6, 1, 3)), 'event rf_x/1 is of another firm');
  });

  it('doubled keys, of which a reader shows one and the hash covers the other (V3)', async () => {
    const told = texts(trueExport().lines).map((text) =>
      text
        .replace('"amount":100,', '"amount":1,"amount":100,')
        .replace('"amount":100}', '"amount":1,"amount":100}'),
    );
    const { ok, faults } = await verifyAudit(told);
    expect(ok).toBe(false);
    expect(faults[0]).toContain('a line is not written as an export writes it');
  });

  it.each([
    ['a field beside the event', (line: Line) => ({ ...line, reason: 'another' })],
    ['an event that is none', (line: Line) => ({ ...line, event: null })],
    ['a refund that has no ID', (line: Line) => ({ ...line, event: { ...eventOf(line), refundId: null } })],
  ])('%s', async (_, edit) => {
    const { lines } = trueExport();
    const at = lines.findIndex(({ type }) => type === 'event');
    expect((await verifyAudit(texts(lines.with(at, edit(lines[at] ?? {}))))).ok).toBe(false);
  });

  it('a trail without its checkpoints, where one was kept; without, it says that nothing is sealed (V4)', async () => {
    const { a, b, firm, sealed } = trail();
    const bare = exportOf([], [firm, a, b]);
    await refuses(bare, `the checkpoint ${sealed.hash} that you kept is not in this export`, sealed.hash);
    expect(await verifyAudit(texts(bare))).toMatchObject({ sealed: { events: 0, upTo: null }, seals: 0 });
  });

  it('a tail that was cut off after the last seal: the list of refunds knows better (V5)', async () => {
    const { lines } = trueExport();
    const cut = lines.toSpliced(-2, 1).map((line) => (line['type'] === 'end' ? endOf(4, 1, 2) : line));
    await refuses(cut, 'the timeline rf_b does not end where the export says, at event 2');
  });

  it('a refund whose timeline is gone as a whole (V5)', async () => {
    const { lines } = trueExport();
    const gone = lines.filter((line) => line['type'] !== 'event' || eventOf(line)['refundId'] !== 'rf_b');
    await refuses(gone, 'the timeline rf_b does not end where the export says, at event 2');
  });

  it('an empty export, where a checkpoint was kept, and one that lists not even the firm (V6)', async () => {
    const { sealed } = trail();
    const empty = exportOf([], [timeline(FIRM, [])]);
    await refuses(empty, `the checkpoint ${sealed.hash} that you kept is not in this export`, sealed.hash);
    await refuses([headerOf('makewhole-audit-2'), endOf(0, 0, 0)], "does not list the firm's own timeline");
  });

  it('events of a refund that the export does not list', async () => {
    const { a, b, firm, sealed } = trail();
    const lines = exportOf([sealed.line], [firm, a, b]).filter((line) => line['refundId'] !== 'rf_b');
    await refuses(lines, 'event rf_b/1 is of a timeline that the export does not list there');
  });

  it('a later checkpoint that seals a forged event in the place of the sealed one', async () => {
    const { firm, b, sealed } = trail();
    const forged = timeline('rf_a', [
      { type: 'refund.requested', amount: 1 },
      { type: 'refund.canceled', amount: 1 },
    ]);
    const second = checkpointOf(2, '2026-11-21', sealed.hash, [['rf_a', forged.version, forged.hash]]);
    await refuses(exportOf([sealed.line, second.line], [firm, forged, b]), 'which was sealed before');
  });
});

async function refuses(lines: readonly Line[], fault: string, kept?: string): Promise<void> {
  const seals = kept === undefined ? [] : [{ hash: kept }];
  const verdict = await verifyAudit(texts(lines), { seals });
  expect(verdict.ok).toBe(false);
  expect(verdict.faults.join('\n')).toContain(fault);
}

/** A firm's timeline of one event, a sealed refund of two, and one that is not sealed yet. */
function trail() {
  const firm = timeline(FIRM, [{ type: 'firm.changed', amount: 0 }]);
  const told = (amount: number): Told[] => [
    { type: 'refund.requested', amount },
    { type: 'refund.canceled', amount },
  ];
  const [a, b] = [timeline('rf_a', told(100)), timeline('rf_b', told(200))];
  const heads = [
    ['rf_a', a.version, a.hash],
    [FIRM, firm.version, firm.hash],
  ];
  return { firm, a, b, sealed: checkpointOf(1, '2026-11-20', '', heads) };
}

function trueExport() {
  const { firm, a, b, sealed } = trail();
  return { lines: exportOf([sealed.line], [firm, a, b]), sealHash: sealed.hash };
}

function exportOf(checkpoints: readonly Line[], chains: readonly Chain[]): Line[] {
  const events = chains.flatMap(eventsOf).length;
  const lines = chains.flatMap((chain) => chain.lines);
  return [
    headerOf('makewhole-audit-2'),
    ...checkpoints,
    ...lines,
    endOf(events, checkpoints.length, chains.length - 1),
  ];
}

function headerOf(format: string): Line {
  return { type: 'header', format, firmId: FIRM, exportedAt: '2026-11-22T00:00:00.000Z' };
}

function endOf(events: number, checkpoints: number, refunds?: number): Line {
  return { type: 'end', events, checkpoints, ...(refunds !== undefined && { refunds }) };
}

/** A chain with the line that lists it. */
function timeline(name: string, told: readonly Told[], firmId = FIRM): Chain {
  const ofRefund = name === firmId ? {} : { refundId: name };
  let hash = '';
  const events = told.map(({ type, ...data }, index) => {
    const at = '2026-11-19T12:00:00.000Z';
    const event = { firmId, ...ofRefund, seq: index + 1, at, type, actor: 'pr_1', data, prevHash: hash };
    hash = hashOfContent(event);
    return { type: 'event', event, hash };
  });
  const version = told.length;
  const listed =
    name === firmId
      ? { type: 'firm', firmId, version, hash }
      : { type: 'refund', refundId: name, version, hash };
  return { lines: [listed, ...events], version, hash };
}

function checkpointOf(sequence: number, day: string, prevHash: string, heads: readonly unknown[]) {
  const content = { firmId: FIRM, sequence, day, sealedAt: `${day}T00:05:00.000Z`, prevHash, heads };
  const hash = hashOfContent(content);
  return { line: { type: 'checkpoint', ...content, hash }, hash };
}

function eventsOf({ lines }: Chain): Line[] {
  return lines.filter(({ type }) => type === 'event');
}

function eventOf(line: Line): Line {
  return line['event'] as Line; // of a line of type event
}

function texts(lines: readonly Line[]): string[] {
  return lines.map((line) => JSON.stringify(line));
}
