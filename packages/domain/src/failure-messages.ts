// What people at the firm read of a refund that failed: what happened, and what helps now.

type Failed = {
  /** The processor's own code, or its status. */
  readonly code: string;
  /** The client's bank returned the money, or it failed after it had succeeded. */
  readonly cameBack: boolean;
};

/** A new refund to the same card fails again. */
const DEAD_CARDS: readonly string[] = ['lost_or_stolen_card', 'expired_or_canceled_card'];

/** In a sentence or two, for a refund that the processor had accepted. */
export function failureMessage({ code, cameBack }: Failed): string {
  if (DEAD_CARDS.includes(code)) {
    return "The client's card is lost, expired, or closed, so another refund to it would fail. Pay the client another way, such as by check or bank transfer.";
  }
  if (code === 'insufficient_funds' && !cameBack) {
    return "The firm's balance at the payment processor didn't cover the refund. Add funds and refund the payment again, or pay the client another way, such as by check or bank transfer.";
  }
  return cameBack
    ? "The client's bank returned the money. Contact the client and pay them another way, such as by check or bank transfer."
    : "The payment processor couldn't deliver the money to the client.";
}
