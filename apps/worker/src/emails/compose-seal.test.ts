import { expect, it } from 'vitest';
import { composeSealEmail } from './compose-seal.ts';

const HASH = '3f8a'.repeat(16);

it('hands an owner the hash of a night, once, so that a saved email can be held against an export', () => {
  const email = composeSealEmail(
    { id: 'ntf_1', recipientName: 'Ana <Ortiz>', recipientEmail: 'ana@ortiz.example' },
    {
      ...{ firmName: 'Ortiz & Lee\r\nBcc: x', timeZone: 'America/New_York' },
      ...{ sequence: 217, day: '2026-11-28', sealedAt: new Date('2026-11-28T00:05:00Z'), hash: HASH },
    },
    'https://portal.example',
  );
  expect(email.text.match(/\b[0-9a-f]{64}\b/g)).toEqual([HASH]);
  expect(email.text).toContain('Checkpoint 217:\n\n');
  expect(email.subject).toBe('Seal of the audit trail, Saturday, November 28, 2026: Ortiz & Lee Bcc: x');
  expect(email.html).toContain('Ana &lt;Ortiz&gt;');
});
