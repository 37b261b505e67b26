// The chain of checkpoints, and what they seal of each timeline.
import { hashOfContent } from './hash-of-content.mjs';

/** @param isSigned whether a signature signs a hash; null if no public key is known */
export function createCheckpoints(say, isSigned) {
  /** Sealed heads whose events have not been read yet: timeline -> version -> hash. */
  const awaited = new Map();
  /** How far each timeline is sealed. */
  const sealedTo = new Map();
  const days = new Map();
  let count = 0;
  let last = null;
  /** The newest checkpoint whose signature is valid. */
  let signedUpTo = null;

  return { take, takeEvent, sealedVersion, finish };

  function take({ hash, signature, ...line }, firmId) {
    const content = { ...line };
    delete content.type;
    count += 1;
    const name = `checkpoint ${content.sequence} (${content.day})`;
    if (content.firmId !== firmId) say(`${name} is of another firm`);
    if (content.sequence !== (last?.sequence ?? 0) + 1) {
      say(`${name} does not follow checkpoint ${last?.sequence ?? 0}`);
    }
    if (content.prevHash !== (last?.hash ?? '')) say(`${name} is not chained to the one before it`);
    if (last !== null && (content.day < last.day || content.sealedAt < last.sealedAt)) {
      say(`${name} was sealed before the one before it`);
    }
    if (hashOfContent(content) !== hash) say(`${name} was edited: its hash is not that of its content`);
    takeSignature({ hash, signature, sequence: content.sequence }, name);
    for (const head of content.heads) awaitHead(head, name);
    days.set(hash, content.day);
    last = { sequence: content.sequence, day: content.day, sealedAt: content.sealedAt, hash };
  }

  /** Checkpoints from before the first key are unsigned; the next signed one covers them, as it is chained to them. */
  function takeSignature({ hash, signature, sequence }, name) {
    if (isSigned === null) return;
    if (signature === undefined) {
      if (signedUpTo !== null) say(`${name} is not signed, and an earlier one is`);
    } else if (isSigned(hash, signature)) signedUpTo = sequence;
    else say(`${name} is signed by none of the keys: it was put there by somebody else`);
  }

  /** A head sealed twice would replace the true one. */
  function awaitHead([timeline, version, hash], name) {
    if (version <= (sealedTo.get(timeline) ?? 0)) {
      say(`${name} seals ${timeline} at ${version}, which was sealed before`);
      return;
    }
    sealedTo.set(timeline, version);
    if (!awaited.has(timeline)) awaited.set(timeline, new Map());
    awaited.get(timeline).set(version, hash);
  }

  function takeEvent(timeline, seq, hash, name) {
    const heads = awaited.get(timeline);
    const sealed = heads?.get(seq);
    if (sealed === undefined) return;
    if (sealed !== hash) say(`${name} is not the one that a checkpoint sealed`);
    heads.delete(seq);
    if (heads.size === 0) awaited.delete(timeline);
  }

  function sealedVersion(timeline) {
    return sealedTo.get(timeline) ?? 0;
  }

  /** Reports what is missing, including the seals that somebody kept. */
  function finish(seals) {
    for (const [timeline, heads] of awaited) {
      for (const version of heads.keys()) {
        say(`event ${timeline}/${version} was sealed by a checkpoint, and is missing`);
      }
    }
    if (last !== null && isSigned !== null && signedUpTo === null) {
      say('no checkpoint is signed by one of the keys');
    }
    for (const { hash, day } of seals) {
      if (!days.has(hash))
        say(`the checkpoint ${hash} that you kept is not in this export: it was rewritten or cut`);
      else if (day !== undefined && days.get(hash) !== day) {
        say(`the checkpoint ${hash} that you kept is of ${days.get(hash)}, not of ${day}`);
      }
    }
    return { checkpoints: count, upTo: last, signedUpTo };
  }
}
