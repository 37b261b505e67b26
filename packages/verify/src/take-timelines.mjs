// The timelines of an export: each once, from its first event to the newest that the list of refunds names.
import { checkBeside, createFactCheck } from './check-facts.mjs';
import { hashOfContent } from './hash-of-content.mjs';

/** @param known the SHA-256 of files that are known to be redacted */
export function createTimelines(say, checkpoints, known) {
  const begun = new Set();
  // The firm's own timeline comes first, so its redactions are known before the events that cite the files.
  const redacted = new Set(known);
  const count = { refunds: 0, events: 0, sealedEvents: 0 };
  let current = null;

  return { announce, take, finish };

  /** A line of type `firm` or `refund`: which timeline follows, and how far it goes. */
  function announce(timeline, { version, hash, facts }) {
    begin(timeline, { version, hash });
    if (facts !== undefined) current.facts = createFactCheck(timeline, facts, say);
  }

  function take({ event: content, hash, note, evidence }, { firmId, isListed }) {
    count.events += 1;
    // The firm's own timeline has no refund.
    const timeline = content.refundId ?? content.firmId;
    const name = `event ${timeline}/${content.seq}`;
    if (current?.timeline !== timeline) {
      if (isListed) say(`${name} is of a timeline that the export does not list there`);
      begin(timeline, null);
    }
    const expected = { seq: current.seq + 1, hash: current.hash };
    if (content.firmId !== firmId) say(`${name} is of another firm`);
    if (content.seq !== expected.seq) say(`${name} stands where event ${expected.seq} should`);
    if (content.prevHash !== expected.hash) say(`${name} is not chained to the one before it`);
    if (hashOfContent(content) !== hash) say(`${name} was edited: its hash is not that of its content`);
    current.facts?.take(content);
    if (content.refundId === undefined && content.type === 'evidence.redacted')
      redacted.add(content.data?.sha256);
    checkBeside({ name, data: content.data, note, evidence, redacted }, say);
    checkpoints.takeEvent(timeline, content.seq, hash, name);
    if (content.seq <= checkpoints.sealedVersion(timeline)) count.sealedEvents += 1;
    if (current.seq === 0 && content.refundId !== undefined) count.refunds += 1;
    current.seq = content.seq;
    current.hash = hash;
  }

  /** @returns the counts */
  function finish() {
    end();
    current = null;
    return count;
  }

  function begin(timeline, head) {
    end();
    if (begun.has(timeline)) say(`the timeline ${timeline} is there a second time`);
    begun.add(timeline);
    current = { timeline, head, seq: 0, hash: '' };
  }

  function end() {
    const { timeline, head, seq, hash, facts } = current ?? {};
    if (head === null || head === undefined) return;
    if (facts !== undefined && head.version < 1) say(`the timeline of ${timeline} is missing`);
    else facts?.finish();
    if (seq !== head.version || hash !== head.hash) {
      say(`the timeline ${timeline} does not end where the export says, at event ${head.version}`);
    }
  }
}
