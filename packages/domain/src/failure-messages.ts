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
    return "The money cannot reach the client's card: it is lost, expired or closed. A new refund to it would fail again. Pay the client in another way, such as a check or a bank transfer.";
  }
  if (code === 'insufficient_funds' && !cameBack) {
    return "The firm's balance at the payment processor did not cover the refund. Add funds there and refund the payment again, or pay the client in another way, such as a check or a bank transfer.";
  }
  return cameBack
    ? "The client's bank sent the money back. Reach the client for another way to pay them, such as a check or a bank transfer."
    : 'The payment processor could not deliver the money to the client.';
}
