import { ApplicationFailure, log } from '@temporalio/activity';
import type { AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { composeAlarm } from '../emails/compose-alarm.ts';
import type { Dependencies } from './dependencies.ts';

/** @returns whether there was a recipient: without an address the alarm goes only to the log */
export const sendAlarm =
  ({ mailer, operatorEmail }: Dependencies) =>
  async (input: AlarmInput): Promise<boolean> => {
    log.error('An alarm for the operator', { ...input });
    if (operatorEmail === undefined) return false;
    const sent = await mailer.send(composeAlarm(input, operatorEmail));
    if (sent.kind === 'taken') return true;
    const message = `The mail server did not take the alarm: ${sent.kind}`;
    throw sent.kind === 'refused'
      ? ApplicationFailure.nonRetryable(message, 'mail_refused')
      : ApplicationFailure.retryable(message, 'mail_unavailable');
  };
