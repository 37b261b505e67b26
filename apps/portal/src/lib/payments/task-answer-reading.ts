import type { components } from '@makewhole/client/schema';

type Answer = components['schemas']['PaymentTaskAnswer'];

export type TaskAnswerReading =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly fault: string };
