#!/usr/bin/env node
// Verifies an exported audit trail. Exits with 0 if it is intact, 1 if it is not, 2 if it cannot be read.
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { verifyAudit } from '../src/verify-audit.mjs';

const USAGE = `Usage: node makewhole-verify.mjs [<export.ndjson>] [options]; without a file it reads standard input

  --checkpoint <hash>   a checkpoint that you kept: 64 characters, as the nightly email gives them
  --day <YYYY-MM-DD>    of which day that checkpoint is
  --seal <file>         a file with checkpoints that you kept, such as the email itself
  --public-key <key>    the key that signs the checkpoints, as you kept it; more than one where it was changed

Without a checkpoint that you kept, a trail that was rewritten whole looks like a true one.`;

try {
  process.exitCode = await run(optionsOf(process.argv.slice(2)));
} catch (error) {
  console.error(`The export cannot be read: ${error.message}`);
  process.exitCode = 2;
}

async function run(options) {
  if (options === null) {
    console.error(USAGE);
    return 2;
  }
  const input = options.file === undefined ? process.stdin : createReadStream(options.file);
  const lines = createInterface({ input, crlfDelay: Infinity });
  // readline does not forward its input's errors.
  const failed = new Promise((_, reject) => input.once('error', reject));
  const { seals, publicKeys } = options;
  const verdict = await Promise.race([verifyAudit(lines, { seals, publicKeys }), failed]);
  for (const fault of verdict.faults) console.error(fault);
  // If asked to check signatures, it must not pass a trail whose checkpoints were all removed.
  const lacksSignature = publicKeys.length > 0 && verdict.sealed.signedUpTo === null;
  if (lacksSignature) console.error('nothing in this export is signed by the keys that you gave');
  const ok = verdict.ok && !lacksSignature;
  console.log(wordsOf({ ...verdict, ok }).join('\n'));
  return ok ? 0 : 1;
}

/** @returns null if they make no sense */
function optionsOf(args) {
  const options = {
    checkpoint: { type: 'string' },
    day: { type: 'string' },
    seal: { type: 'string', multiple: true },
    'public-key': { type: 'string', multiple: true },
    help: { type: 'boolean' },
  };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { checkpoint, day, seal = [], help } = values;
    if (help || positionals.length > 1 || (day !== undefined && checkpoint === undefined)) return null;
    const seals = seal.flatMap((file) => sealsIn(file, readFileSync(file, 'utf8')));
    if (checkpoint !== undefined) seals.push({ hash: checkpoint.toLowerCase(), day });
    return { file: positionals[0], seals, publicKeys: values['public-key'] ?? [] };
  } catch (error) {
    if (String(error.code).startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}

/** Every hash in a text. A file without one is not what the user meant to check the trail against. */
function sealsIn(file, text) {
  const hashes = text.match(/\b[0-9a-f]{64}\b/gi) ?? [];
  if (hashes.length === 0) throw new Error(`there is no checkpoint in ${file}`);
  return hashes.map((hash) => ({ hash: hash.toLowerCase() }));
}

function wordsOf({ ok, refunds, events, checkpoints, sealed, seals, isListed }) {
  const counted = `${events} events of ${refunds} refunds, ${checkpoints} checkpoints`;
  const words = [ok ? `The audit trail holds: ${counted}.` : `The audit trail does NOT hold: ${counted}.`];
  words.push(
    sealed.upTo === null
      ? 'NOTHING of it is sealed: there is no checkpoint.'
      : `Sealed are ${sealed.events} of the events, by checkpoint ${sealed.upTo.sequence} of ${sealed.upTo.sealedAt} at the latest: ${sealed.upTo.hash}`,
  );
  if (sealed.signedUpTo !== null) words.push(`Signed are the checkpoints up to ${sealed.signedUpTo}.`);
  if (events > sealed.events) words.push(`NOT sealed are ${events - sealed.events} events since then.`);
  if (!isListed)
    words.push('The export is of an older form, which does not list its refunds: one may be missing.');
  if (seals > 0) words.push(`It was held against ${seals} checkpoints that you kept.`);
  else {
    words.push(
      'It was held against nothing that you kept: a trail that was rewritten whole looks the same (--checkpoint, --seal).',
    );
  }
  return words;
}
