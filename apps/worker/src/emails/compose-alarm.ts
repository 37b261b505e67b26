import { ALARMS } from '@makewhole/domain/operator-alarms';
import type { AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { layOutEmail } from '@makewhole/domain/email-layout';
import type { Email } from './mailer.ts';

/** Tells the operator about a problem that no firm can fix. */
export function composeAlarm({ alarm, about, day }: AlarmInput, address: string): Email {
  return {
    to: { name: 'Operator', address },
    ...layOutEmail({
      subject: `Makewhole: ${alarm.replaceAll('_', ' ')}`,
      recipientName: 'Operator',
      greeting: 'Hello,',
      blocks: [
        { kind: 'words', text: ALARMS[alarm] },
        {
          kind: 'words',
          text: `Affected: ${about}. Each alarm is emailed once a day; more may be affected by then.`,
        },
      ],
    }),
    messageId: `<alarm-${alarm}-${day}@makewhole.invalid>`,
    thread: `alarm.${alarm}`,
  };
}
