import { hasImpossibleLosses, type ConnectionFault } from '@makewhole/domain/connections';
import { eq } from 'drizzle-orm';
import type { ClientAccountings } from '@makewhole/domain/client-accounting';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { changesOf } from '@makewhole/domain/firm-events';
import {
  changeRules,
  rulesAsOf,
  type FirmRules,
  type RuleChange,
  type StandingRules,
} from '@makewhole/domain/firm-rules';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { planRuleChange, type ConnectionRuleChange } from '../connections/plan-rule-change.ts';
import { findOldestConnection } from '../connections/find-connection.ts';
import { notifyColleagues } from '../users/notify-colleagues.ts';
import { firms } from '../schema/firms.ts';

export type FirmChanges = Partial<FirmRules> &
  ConnectionRuleChange & {
    /** Whether clients get an accounting after a distribution; null: as the confirmed state asks. */
    readonly clientAccountings?: ClientAccountings | null;
    readonly remindAfterBankDays?: number[];
    readonly escalateAfterBankDays?: number;
  };

export type FirmChangeOutcome =
  /** The emails about it are recorded and not sent yet. */
  | { readonly kind: 'changed'; readonly emails: readonly AccountEmailInput[] }
  | { readonly kind: 'step_up_required' }
  /** Where a payment company takes losses and refunds cannot be said before there is one. */
  | { readonly kind: 'no_connection' }
  | { readonly kind: 'refused'; readonly fault: ConnectionFault };

/**
 * Changes a firm's settings: which refunds a second person must approve (B8), when people are reminded (B5), how its
 * people sign in (R11), and where its processor takes losses and refunds (ADR 28, 36). A looser rule takes effect on the next bank day,
 * and the other owners and the lawyers are notified; everything else takes effect at once.
 * @param proof whether the person has just confirmed their identity, without which the rules cannot be changed. Any
 *   owner may withdraw a change that is not in effect yet.
 */
export function changeFirm(
  db: Db,
  by: ChangedBy,
  wanted: FirmChanges,
  proof: { readonly steppedUp: boolean },
): Promise<FirmChangeOutcome> {
  const itself = eq(firms.id, by.firmId);
  const now = by.at.toISOString();
  return db.transaction(async (tx): Promise<FirmChangeOutcome> => {
    const [row] = await tx.select().from(firms).where(itself).for('no key update');
    if (row === undefined) throw new Error(`There is no firm ${by.firmId}`);
    const standing = rulesAsOf(row, now);
    const { remindAfterBankDays, escalateAfterBankDays, clientAccountings, lossesDebit, drawsOn, ...rules } =
      wanted;
    const changed = changeRules(standing, rules, now);
    const { loosened, withdrawn, ...counting } = changed;
    const { pendingRules: _pendingRules, ...countsNow } = counting;
    const connection = await findOldestConnection(tx, by.firmId);
    const isOfConnection = lossesDebit !== undefined || drawsOn !== undefined;
    if (connection === null && isOfConnection) return { kind: 'no_connection' };
    const ofConnection =
      connection === null
        ? null
        : await planRuleChange(tx, connection, {
            ...(lossesDebit !== undefined && { lossesDebit }),
            ...(drawsOn !== undefined && { drawsOn }),
          });
    if (connection !== null && ofConnection !== null && lossesDebit !== undefined) {
      const fault = hasImpossibleLosses({ ...connection, ...ofConnection.rules });
      if (fault) return { kind: 'refused', fault: 'losses_out_of_trust' };
    }
    const counted = { ...changesOf(standing, countsNow), ...ofConnection?.changes };
    const isAboutRules = loosened.length > 0 || Object.keys(counted).length > 0;
    if (isAboutRules && !proof.steppedUp) return { kind: 'step_up_required' };
    const reminders = {
      ...(remindAfterBankDays !== undefined && { remindAfterBankDays }),
      ...(escalateAfterBankDays !== undefined && { escalateAfterBankDays }),
      ...(clientAccountings !== undefined && { clientAccountings }),
    };
    // What was distributed before is not accounted for anew.
    const isTurnedOn = clientAccountings === 'on' && row.clientAccountings !== 'on';
    await tx
      .update(firms)
      .set({ ...counting, ...reminders, ...(isTurnedOn && { clientAccountingsSince: by.at }) })
      .where(itself);
    if (ofConnection !== null && Object.keys(ofConnection.changes).length > 0) await ofConnection.write();
    const changes = { ...counted, ...changesOf(standing, reminders) };
    if (Object.keys(changes).length > 0) {
      await appendFirmEvent(tx, by, { type: 'settings.changed', data: { changes } });
    }
    if (withdrawn.length > 0) {
      await appendFirmEvent(tx, by, { type: 'settings.loosening_withdrawn', data: { rules: withdrawn } });
    }
    return { kind: 'changed', emails: await recordLoosening(tx, by, standing, changed) };
  });
}

/** Records what becomes looser on a later day, with one event and one round of emails for each rule. */
async function recordLoosening(
  tx: Db,
  by: ChangedBy,
  standing: StandingRules,
  { loosened, pendingRules }: RuleChange,
): Promise<AccountEmailInput[]> {
  const emails: AccountEmailInput[] = [];
  for (const name of loosened) {
    const pending = pendingRules[name];
    if (pending === undefined) continue;
    const { to, countsFrom } = pending;
    const changes = changesOf(standing, to);
    await appendFirmEvent(tx, by, { type: 'settings.loosening_noted', data: { changes, countsFrom } });
    const from: Partial<FirmRules> = Object.fromEntries(
      Object.keys(to).map((field) => [field, standing[field as keyof FirmRules]]), // the keys of Partial<FirmRules>
    );
    emails.push(...(await notifyColleagues(tx, by, { from, to, countsFrom })));
  }
  return emails;
}
