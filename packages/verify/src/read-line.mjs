// Reads one line of an export so that every reader sees the same: a duplicate key, a space or another spelling of a
// number could show one thing to a reader and hash as another.

/** The fields of each type of line. What is not hashed must not contain anything else. */
const FIELDS = {
  header: { needs: ['format', 'firmId', 'exportedAt'], may: [] },
  checkpoint: {
    needs: ['firmId', 'sequence', 'day', 'sealedAt', 'prevHash', 'heads', 'hash'],
    may: ['signature'],
  },
  firm: { needs: ['firmId', 'version', 'hash'], may: [] },
  refund: { needs: ['refundId', 'version', 'hash'], may: ['facts'] },
  event: { needs: ['event', 'hash'], may: ['note', 'evidence'] },
  end: { needs: ['events', 'checkpoints'], may: ['refunds'] },
};

/**
 * @returns the line, or null if it cannot be verified
 * @throws SyntaxError if it is not JSON
 */
export function readLine(text, say) {
  const line = JSON.parse(text);
  if (JSON.stringify(line) !== text) {
    say(`a line is not written as an export writes it: ${excerptOf(text)}`);
  }
  const fields = Object.hasOwn(FIELDS, line?.type) ? FIELDS[line.type] : undefined;
  if (fields === undefined) {
    say(`a line is of no type that an export has: ${excerptOf(text)}`);
    return null;
  }
  const known = new Set(['type', ...fields.needs, ...fields.may]);
  for (const key of Object.keys(line)) {
    if (!known.has(key))
      say(`a line of type ${line.type} has a field ${JSON.stringify(key)}, which is not hashed`);
  }
  const missing = fields.needs.filter((key) => !Object.hasOwn(line, key));
  if (missing.length > 0 || !hasForm(line)) {
    say(`a line of type ${line.type} is not complete: ${excerptOf(text)}`);
    return null;
  }
  return line;
}

function hasForm(line) {
  if (line.type === 'checkpoint') {
    if (line.signature !== undefined && typeof line.signature !== 'string') return false;
    return Array.isArray(line.heads) && line.heads.every((head) => Array.isArray(head) && isHead(head));
  }
  if (line.type === 'refund') return line.facts === undefined || isObject(line.facts);
  if (line.type !== 'event') return true;
  const { event, note } = line;
  if (!isObject(event) || typeof event.firmId !== 'string') return false;
  if (note !== undefined && !hasExactly(note, ['salt', 'text'])) return false;
  return (
    event.refundId === undefined || (typeof event.refundId === 'string' && event.refundId !== event.firmId)
  );
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasExactly(value, keys) {
  return isObject(value) && Object.keys(value).sort().join() === keys.join();
}

function isHead([timeline, version, hash, ...more]) {
  return (
    typeof timeline === 'string' &&
    Number.isSafeInteger(version) &&
    typeof hash === 'string' &&
    more.length === 0
  );
}

function excerptOf(text) {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
