#!/usr/bin/env node
// makewhole-verify <export.ndjson>, or the export on standard input. Exits with 0 where it holds, 1 where it does not, 2
// where it cannot be read.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { verifyAudit } from '../src/verify-audit.mjs';

const [file, ...others] = process.argv.slice(2);
if (others.length > 0 || file === '--help') {
  console.error('Usage: makewhole-verify <export.ndjson>, or the export on standard input');
  process.exit(2);
}

try {
  const input = file === undefined ? process.stdin : createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Infinity });
  // readline does not pass on what its input fails with.
  const failed = new Promise((_, reject) => input.once('error', reject));
  const verdict = await Promise.race([verifyAudit(lines), failed]);
  for (const fault of verdict.faults) console.error(fault);
  const counted = `${verdict.events} events of ${verdict.refunds} refunds, ${verdict.checkpoints} checkpoints`;
  console.log(
    verdict.ok ? `The audit trail holds: ${counted}.` : `The audit trail does NOT hold: ${counted}.`,
  );
  process.exitCode = verdict.ok ? 0 : 1;
} catch (error) {
  console.error(`The export cannot be read: ${error.message}`);
  process.exitCode = 2;
}
