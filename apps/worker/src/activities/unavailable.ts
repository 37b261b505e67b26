import { ApplicationFailure } from '@temporalio/activity';
import type { Unavailable, UnreadableRecord } from '@makewhole/processor/no-answer';

/**
 * What an activity throws when the processor gives no usable answer: it is asked again, and after an hour a person
 * hears that the refund is stuck. not_found: it now has no record of what it accepted before.
 */
export function unavailable(
  answer: Unavailable | UnreadableRecord | { readonly kind: 'not_found' },
): ApplicationFailure {
  return ApplicationFailure.retryable(causeOf(answer), 'processor_unavailable');
}

function causeOf(answer: Parameters<typeof unavailable>[0]): string {
  switch (answer.kind) {
    case 'unavailable':
      return answer.message;
    case 'unreadable':
      return answer.fault;
    case 'not_found':
      return 'The processor has no record of it';
  }
}
