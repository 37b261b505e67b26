// Checks what a refund's row says against its own timeline: the chain proves the events, and nothing beside them.
import { hashOfContent } from './hash-of-content.mjs';

/** What the first event holds of the row, since events have a `factsVersion`. */
const OF_FIRST_VERSION = ['method', 'matterId', 'requestedBy', 'requestedOnBehalfOf', 'approvalRequired'];

export function createFactCheck(refundId, facts, say) {
  let status = 'requested';
  let approved = { approvedBy: null, approvedAt: null };

  return { take, finish };

  function take({ seq, type, at, actor, data }) {
    if (seq === 1) takeRequest({ type, at, actor, data });
    if (type === 'refund.approved') approved = { approvedBy: actor, approvedAt: at };
    if (typeof data?.status === 'string') ({ status } = data);
  }

  function finish() {
    compare({ status, ...approved });
  }

  function takeRequest({ type, at, actor, data }) {
    if (type !== 'refund.requested') {
      say(`the timeline of ${refundId} does not begin with its request`);
      return;
    }
    const { transactionId, amount, currency, factsVersion } = data;
    compare({ transactionId, amount, currency, requestedBy: actor, requestedAt: at });
    if (factsVersion === undefined) return;
    if (factsVersion !== 1) {
      say(`the first event of ${refundId} holds facts of version ${factsVersion}, this verifier knows 1`);
      return;
    }
    compare(Object.fromEntries(OF_FIRST_VERSION.map((field) => [field, data[field]])));
    compareWords('reason', data.reasonHash);
    compareWords('internalNote', data.internalNoteHash);
  }

  function compare(known) {
    for (const [field, value] of Object.entries(known)) {
      if (JSON.stringify(facts[field]) !== JSON.stringify(value)) tellOther(field);
    }
  }

  function compareWords(field, hash) {
    const text = facts[field];
    const isSame = text === null ? hash === null : hash === hashOfWords(field, { salt: facts.salt, text });
    if (!isSame) tellOther(field);
  }

  function tellOther(field) {
    say(`the refund ${refundId} has another ${field} than its timeline: it was edited`);
  }
}

/**
 * Checks what is stored beside an event: a person's note, and the file that it cites. A file may be missing only if the
 * firm's timeline says that it was redacted.
 */
export function checkBeside({ name, data, note, evidence, redacted }, say) {
  const { noteHash, evidenceSha256 } = data ?? {};
  if (noteHash !== undefined && note === undefined) say(`the note of ${name} is missing`);
  else if (note !== undefined && hashOfWords('note', note) !== noteHash)
    say(`the note of ${name} was edited`);
  if (evidenceSha256 !== undefined && evidence === undefined) {
    if (!redacted.has(evidenceSha256)) say(`the evidence of ${name} is missing`);
  } else if (evidence !== undefined && evidence !== evidenceSha256)
    say(`the evidence of ${name} was replaced`);
}

function hashOfWords(field, { salt, text }) {
  return hashOfContent({ field, salt, text });
}
