import type { ObligationId } from '@makewhole/domain/ids';
import type { ReminderPlan } from '@makewhole/domain/obligation-dates';
import type { ObligationKind } from '@makewhole/domain/obligations';

/** An open obligation and the messages still to be sent about it, in order. */
export type WatchedObligation = {
  readonly id: ObligationId;
  readonly kind: ObligationKind;
  readonly subject: string;
  readonly reminders: readonly ReminderPlan[];
};

/**
 * What the refund requires of people right now, as its workflow waits for it (B5). @param onChange called after each
 * change
 */
export function watchObligations(onChange: () => void) {
  const open = new Map<ObligationId, WatchedObligation>();
  /** A person may be quicker than the result of the activity that opened it. */
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

    /** Any other open obligation was ended by something else. */
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

    /** The cause of an attention item is gone without a person. */
    clear(cause: string) {
      for (const { id, kind, subject } of open.values()) {
        if (kind === 'attention' && subject === cause) open.delete(id);
      }
      onChange();
    },

    /** The refund's end voided everything that was open. */
    owesNothing() {
      open.clear();
      onChange();
    },

    /** One message about an obligation was sent: the next one follows when due. */
    reminded(id: ObligationId) {
      const obligation = open.get(id);
      if (obligation !== undefined) open.set(id, { ...obligation, reminders: obligation.reminders.slice(1) });
    },
  };
}
