import { ALARMS } from '@makewhole/domain/operator-alarms';
import type { AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { escapeHtml } from '@makewhole/domain/refund-email';
import type { Email } from './mailer.ts';

/** Tells the operator about a problem that no firm can fix. */
export function composeAlarm({ alarm, about, day }: AlarmInput, address: string): Email {
  const words = [
    ALARMS[alarm],
    `It is about ${about}. You are told once a day of each alarm, though it may be about more by then.`,
  ];
  return {
    to: { name: 'Operator', address },
    subject: `Makewhole: ${alarm.replaceAll('_', ' ')}`,
    text: words.join('\n\n'),
    html: words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join(''),
    messageId: `<alarm-${alarm}-${day}@makewhole.invalid>`,
  };
}
