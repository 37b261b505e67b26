// Where a refund's money is and goes: trust, operating and the client as boxes, and between them arrows that are dashed
// while the money is owed and solid once it is posted (R5, R8, B3). Made on the server: the page only draws it. Every
// figure of a box comes from the arrows, so that a drawing cannot contradict itself.
import { clientArrows } from './client-arrows.ts';
import type { FlowFacts } from './flow-facts.ts';
import { TRUST_GONE, boxCaption, boxTitle, clientNote, describeArrow, describeBox } from './flow-labels.ts';
import type { FlowArrow, FlowBox, FlowPlace, MoneyFlow } from './flow-shape.ts';
import { invoiceLines } from './invoice-lines.ts';
import { isGone, trustArrows } from './trust-arrows.ts';

export function moneyFlow(facts: FlowFacts): MoneyFlow {
  const { currency } = facts;
  const arrows = [...trustArrows(facts), ...clientArrows(facts)];
  const boxes = placesOf(facts, arrows).map((place) => boxOf(place, facts, arrows));
  const sentences = [
    ...arrows.map((arrow) => describeArrow(arrow, currency)),
    ...boxes.map((box) => describeBox(box, currency)),
  ];
  return { currency, boxes, arrows, invoices: invoiceLines(facts), sentences };
}

/** Places between which money moves are neighbors. */
function placesOf({ legs }: FlowFacts, arrows: readonly FlowArrow[]): FlowPlace[] {
  const isUsed = (place: FlowPlace) => arrows.some(({ from, to }) => from === place || to === place);
  if (legs.some(({ drawnFrom }) => drawnFrom === 'trust')) {
    return isUsed('operating') ? ['trust', 'client', 'operating'] : ['trust', 'client'];
  }
  const hasTrust = legs.some(({ account }) => account === 'trust');
  return hasTrust ? ['trust', 'operating', 'client'] : ['operating', 'client'];
}

function boxOf(place: FlowPlace, facts: FlowFacts, arrows: readonly FlowArrow[]): FlowBox {
  const { moved, toCome } = changeOf(place, arrows);
  const { trust, matterNumber, status, expected, arrivedOn } = facts;
  const title = boxTitle(place, matterNumber);
  if (place === 'trust') {
    const note = isGone(facts) ? TRUST_GONE : null;
    if (trust !== null) {
      const { balance, held, heldForThis } = trust;
      // A request holds the amount; the preview draws what it will hold.
      const forThis = status === null ? Math.max(heldForThis, -toCome) : heldForThis;
      const hold = { forThis, others: held - heldForThis };
      const figures = { from: balance - moved, to: balance + toCome };
      const shown = { shows: 'balance', caption: boxCaption(place, 'balance') } as const;
      return { place, title, ...shown, ...figures, hold, note };
    }
  }
  const change = { shows: 'change', caption: boxCaption(place, 'change'), hold: null } as const;
  if (place === 'client') {
    const note = clientNote(status, expected, arrivedOn);
    return { place, title, ...change, ...paidTo(arrows, status === 'succeeded'), note };
  }
  const note = place === 'trust' && isGone(facts) ? TRUST_GONE : null;
  return { place, title, ...change, from: moved, to: moved + toCome, note };
}

/** What arrows have brought to a place and taken from it, and what they still will. */
function changeOf(
  place: FlowPlace,
  arrows: readonly FlowArrow[],
): { readonly moved: number; readonly toCome: number } {
  let [moved, toCome] = [0, 0];
  for (const { from, to, amount, state } of arrows) {
    if (state === 'undone' || state === 'risk') continue;
    const sign = to === place ? 1 : from === place ? -1 : 0;
    // What is moving has left, and not arrived.
    const hasMoved = state === 'posted' || (state === 'moving' && sign < 0);
    if (hasMoved) moved += sign * amount;
    else toCome += sign * amount;
  }
  return { moved, toCome };
}

/** The client has what was sent only once the processor paid it out. */
function paidTo(arrows: readonly FlowArrow[], isPaidOut: boolean): Pick<FlowBox, 'from' | 'to'> {
  const sumOf = (which: (arrow: FlowArrow) => boolean) =>
    arrows
      .filter((arrow) => arrow.to === 'client' && which(arrow))
      .reduce((total, { amount }) => total + amount, 0);
  const has = ({ kind, state }: FlowArrow) => state === 'posted' && (kind !== 'refund' || isPaidOut);
  return {
    from: sumOf(has),
    to: sumOf(({ state }) => state === 'posted' || state === 'owed'),
  };
}
