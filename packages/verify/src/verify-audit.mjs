// The proof of an audit trail (docs/audit.md): each event's hash covers its content and the hash before it; each daily
// checkpoint seals how far every chain had come, and the checkpoint before it.
import { createHash } from 'node:crypto';

const FORMAT = 'makewhole-audit-1';
const FAULTS_MAX = 100;

export async function verifyAudit(lines) {
  const faults = [];
  const say = (fault) => {
    if (faults.length < FAULTS_MAX) faults.push(fault);
  };
  /** Sealed heads that no event was found for yet: `timeline/version` -> hash. */
  const sealed = new Map();
  const count = { refunds: 0, events: 0, checkpoints: 0 };
  let header = null;
  let end = null;
  let checkpoint = { sequence: 0, hash: '' };
  let event = { timeline: null, seq: 0, hash: '' };

  for await (const text of lines) {
    if (text.trim() === '') continue;
    const line = JSON.parse(text);
    if (end !== null) say('there are lines after the end');
    if (header === null && line.type !== 'header') say('the export does not begin with its header');
    switch (line.type) {
      case 'header':
        header = line;
        if (line.format !== FORMAT) say(`the format is ${line.format}, this verifier knows ${FORMAT}`);
        break;
      case 'checkpoint':
        checkpoint = takeCheckpoint(contentOf(line), line.hash, checkpoint);
        break;
      case 'event':
        event = takeEvent(line.event, line.hash, event);
        break;
      case 'end':
        end = line;
        break;
      default:
        say(`a line of type ${line.type} is none that an export has`);
    }
  }
  if (end === null) say('the export is cut short: its last line is missing');
  else if (end.events !== count.events || end.checkpoints !== count.checkpoints) {
    say(
      `the export says ${end.events} events and ${end.checkpoints} checkpoints, and has ${count.events} and ${count.checkpoints}`,
    );
  }
  for (const place of sealed.keys()) say(`event ${place} was sealed by a checkpoint, and is missing`);
  return { ok: faults.length === 0, ...count, faults };

  function takeCheckpoint(content, hash, before) {
    count.checkpoints += 1;
    const name = `checkpoint ${content.sequence} (${content.day})`;
    if (content.firmId !== header?.firmId) say(`${name} is of another firm`);
    if (content.sequence !== before.sequence + 1)
      say(`${name} does not follow checkpoint ${before.sequence}`);
    if (content.prevHash !== before.hash) say(`${name} is not chained to the one before it`);
    if (hashOf(content) !== hash) say(`${name} was edited: its hash is not that of its content`);
    for (const [timeline, version, head] of content.heads) sealed.set(`${timeline}/${version}`, head);
    return { sequence: content.sequence, hash };
  }

  function takeEvent(content, hash, before) {
    count.events += 1;
    // The firm's own timeline has no refund.
    const timeline = content.refundId ?? content.firmId;
    const name = `event ${timeline}/${content.seq}`;
    const isFirst = timeline !== before.timeline;
    const expected = isFirst ? { seq: 1, hash: '' } : { seq: before.seq + 1, hash: before.hash };
    if (isFirst && content.refundId !== undefined) count.refunds += 1;
    if (content.firmId !== header?.firmId) say(`${name} is of another firm`);
    if (content.seq !== expected.seq) say(`${name} stands where event ${expected.seq} should`);
    if (content.prevHash !== expected.hash) say(`${name} is not chained to the one before it`);
    if (hashOf(content) !== hash) say(`${name} was edited: its hash is not that of its content`);
    const place = `${timeline}/${content.seq}`;
    if (sealed.has(place)) {
      if (sealed.get(place) !== hash) say(`${name} is not the one that a checkpoint sealed`);
      sealed.delete(place);
    }
    return { timeline, seq: content.seq, hash };
  }
}

/** What of a checkpoint's line is hashed. */
function contentOf(line) {
  return Object.fromEntries(Object.entries(line).filter(([key]) => key !== 'type' && key !== 'hash'));
}

/** SHA-256, in hex, over the canonical JSON (RFC 8785). */
function hashOf(content) {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}
