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
      blocks: [
        { kind: 'words', text: ALARMS[alarm] },
        {
          kind: 'words',
          text: `It is about ${about}. You are told once a day of each alarm, though it may be about more by then.`,
        },
      ],
    }),
    messageId: `<alarm-${alarm}-${day}@makewhole.invalid>`,
    thread: `alarm.${alarm}`,
  };
}
