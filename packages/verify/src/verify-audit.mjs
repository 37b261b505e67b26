// The proof of an audit trail (docs/audit.md): each event's hash covers its content and the previous hash; each
// checkpoint seals the end of every chain, and the previous checkpoint. A trail rewritten as a whole, checkpoints
// included, also verifies: only a seal kept elsewhere detects that.
import { createSignatureCheck } from './check-signature.mjs';
import { readLine } from './read-line.mjs';
import { createCheckpoints } from './take-checkpoints.mjs';
import { createTimelines } from './take-timelines.mjs';

/** The first format lists no timelines, and only the third has the facts of the refunds. */
const FORMATS = ['makewhole-audit-1', 'makewhole-audit-2', 'makewhole-audit-3'];
const FAULTS_MAX = 100;

export async function verifyAudit(lines, { seals = [], publicKeys = [], redacted = [] } = {}) {
  const faults = [];
  const say = (fault) => {
    if (faults.length < FAULTS_MAX) faults.push(fault);
  };
  const checkpoints = createCheckpoints(
    say,
    publicKeys.length === 0 ? null : createSignatureCheck(publicKeys),
  );
  const timelines = createTimelines(say, checkpoints, redacted);
  const listed = { refunds: 0, hasFirm: false };
  let header = null;
  let end = null;

  for await (const text of lines) {
    if (text.trim() === '') continue;
    const line = readLine(text, say);
    if (end !== null) say('there are lines after the end');
    if (header === null && line?.type !== 'header') say('the export does not begin with its header');
    if (line !== null) take(line);
  }
  const { refunds, events, sealedEvents } = timelines.finish();
  const { checkpoints: sealings, upTo, signedUpTo } = checkpoints.finish(seals);
  compareWithEnd({ refunds, events, checkpoints: sealings });
  const isListed = isOfListing(header);
  if (isListed && !listed.hasFirm) say("the export does not list the firm's own timeline");
  return {
    ok: faults.length === 0,
    refunds,
    events,
    checkpoints: sealings,
    faults,
    sealed: { events: sealedEvents, upTo, signedUpTo },
    seals: seals.length,
    isListed,
  };

  function take(line) {
    switch (line.type) {
      case 'header':
        takeHeader(line);
        break;
      case 'checkpoint':
        checkpoints.take(line, header?.firmId);
        break;
      case 'firm':
        listed.hasFirm = true;
        if (line.firmId !== header?.firmId) say('the export lists the timeline of another firm');
        timelines.announce(line.firmId, line);
        break;
      case 'refund':
        listed.refunds += 1;
        if ((line.facts !== undefined) !== hasFacts(header)) {
          say(
            `the refund ${line.refundId} is not listed as the format says: its facts are missing, or too much`,
          );
        }
        timelines.announce(line.refundId, line);
        break;
      case 'event':
        timelines.take(line, { firmId: header?.firmId, isListed: isOfListing(header) });
        break;
      case 'end':
        end = line;
        break;
    }
  }

  function takeHeader(line) {
    if (header !== null) {
      say('there is a second header');
      return;
    }
    header = line;
    if (!FORMATS.includes(line.format)) {
      say(`the format is ${line.format}, this verifier knows ${FORMATS.join(', ')}`);
    }
  }

  function compareWithEnd(found) {
    if (end === null) {
      say('the export is cut short: its last line is missing');
      return;
    }
    if (end.events !== found.events || end.checkpoints !== found.checkpoints) {
      say(
        `the export says ${end.events} events and ${end.checkpoints} checkpoints, and has ${found.events} and ${found.checkpoints}`,
      );
    }
    if (isOfListing(header) && end.refunds !== listed.refunds) {
      say(`the export says ${end.refunds} refunds, and lists ${listed.refunds}`);
    }
  }
}

function hasFacts(header) {
  return header?.format === FORMATS[2];
}

function isOfListing(header) {
  return header?.format !== FORMATS[0];
}
