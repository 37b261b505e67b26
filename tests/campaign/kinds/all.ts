import { AUDIT } from './audit.ts';
import { BACKUP } from './backup.ts';
import { BANK } from './bank.ts';
import { CALENDAR } from './calendar.ts';
import { CALLERS } from './callers.ts';
import { CROWDS } from './crowds.ts';
import { DATABASE } from './database.ts';
import { DEPLOYS } from './deploys.ts';
import { DISK } from './disk.ts';
import { DOOR } from './door.ts';
import { ENDS } from './ends.ts';
import { EXTERNAL_REFUNDS } from './external-refunds.ts';
import { FLOODS } from './floods.ts';
import { KEYS } from './keys.ts';
import type { Kind } from './kind.ts';
import { LATER } from './later.ts';
import { LOSSES } from './losses.ts';
import { MAIL } from './mail.ts';
import { PAYOUTS } from './payouts.ts';
import { LET_GO, PEOPLE } from './people.ts';
import { PROCESSES } from './processes.ts';
import { PROCESSOR_ANSWERS } from './processor-answers.ts';
import { TEMPORAL_LOST } from './temporal-lost.ts';
import { UNUSABLE_RECORDS } from './unusable-records.ts';
import { WAITS } from './waits.ts';
import { WEBHOOKS } from './webhooks.ts';

/** Every kind of fault that a campaign draws from. A kind keeps its place: a seed must draw the same again. */
export const KINDS: readonly Kind[] = [
  ...PROCESSOR_ANSWERS,
  ...WEBHOOKS,
  ...CALLERS,
  ...BANK,
  ...PROCESSES,
  ...MAIL,
  ...DATABASE,
  ...DEPLOYS,
  ...PEOPLE,
  ...CROWDS,
  ...KEYS,
  ...DISK,
  ...AUDIT,
  ...CALENDAR,
  ...LATER,
  ...EXTERNAL_REFUNDS,
  ...BACKUP,
  ...UNUSABLE_RECORDS,
  ...WAITS,
  ...FLOODS,
  ...LET_GO,
  ...TEMPORAL_LOST,
  ...LOSSES,
  ...ENDS,
  ...PAYOUTS,
  ...DOOR,
];
