/** An event, as it stands in its line. */
type ToldEvent = {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Holds a refund's facts against its events, which it is given in their order; `say` is told each fault. */
export function createFactCheck(
  refundId: string,
  facts: Readonly<Record<string, unknown>>,
  say: (fault: string) => void,
): { readonly take: (event: ToldEvent) => void; readonly finish: () => void };

/** Holds what stands beside an event against the hashes that it has of them. */
export function checkBeside(
  beside: {
    /** The event's, in faults. */
    readonly name: string;
    readonly data: ToldEvent['data'];
    readonly note: { readonly salt: string; readonly text: string } | undefined;
    /** SHA-256 of the file's content. */
    readonly evidence: string | undefined;
  },
  say: (fault: string) => void,
): void;
