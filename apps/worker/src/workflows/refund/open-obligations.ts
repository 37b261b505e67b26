import type { ObligationId } from '@makewhole/domain/ids';
import type { ObligationKind, ReminderPlan } from '@makewhole/domain/obligations';

/** An open obligation with the messages about it that are still to come, in order. */
export type WatchedObligation = {
  readonly id: ObligationId;
  readonly kind: ObligationKind;
  readonly subject: string;
  readonly reminders: readonly ReminderPlan[];
};

/** What the refund owes people right now, as its workflow waits for it (B5). @param onChange called after each change */
export function watchObligations(onChange: () => void) {
  const open = new Map<ObligationId, WatchedObligation>();
  /** A person may be quicker than the answer of the activity that opened it. */
  const over = new Set<ObligationId>();
  const owes = (opened: readonly WatchedObligation[]): void => {
    for (const obligation of opened) {
      const isKnown = open.has(obligation.id) || over.has(obligation.id);
      if (!isKnown) open.set(obligation.id, obligation);
    }
    onChange();
  };
  return {
    openObligations: (): readonly WatchedObligation[] => [...open.values()],

    owes,

    /** What is open beside these was ended by something else. */
    owesOnly(owed: readonly WatchedObligation[]) {
      for (const id of open.keys()) {
        if (!owed.some((obligation) => obligation.id === id)) open.delete(id);
      }
      owes(owed);
    },

    settled(id: ObligationId) {
      over.add(id);
      open.delete(id);
      onChange();
    },

    /** The cause of an attention is gone by itself. */
    clear(cause: string) {
      for (const { id, kind, subject } of open.values()) {
        if (kind === 'attention' && subject === cause) open.delete(id);
      }
      onChange();
    },

    /** The refund's end has voided all that was open. */
    owesNothing() {
      open.clear();
      onChange();
    },

    /** One message about an obligation was sent: the next one comes in its turn. */
    reminded(id: ObligationId) {
      const obligation = open.get(id);
      if (obligation !== undefined) open.set(id, { ...obligation, reminders: obligation.reminders.slice(1) });
    },
  };
}
