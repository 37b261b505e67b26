/** An event as its export line has it. */
type ToldEvent = {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Checks a refund's facts against its events, which must come in order; `say` receives each fault. */
export function createFactCheck(
  refundId: string,
  facts: Readonly<Record<string, unknown>>,
  say: (fault: string) => void,
): { readonly take: (event: ToldEvent) => void; readonly finish: () => void };

/** Checks the content stored beside an event against the hashes in the event. */
export function checkBeside(
  beside: {
    /** Names the event in faults. */
    readonly name: string;
    readonly data: ToldEvent['data'];
    readonly note: { readonly salt: string; readonly text: string } | undefined;
    /** SHA-256 of the file's content. */
    readonly evidence: string | undefined;
    /** The SHA-256 of the redacted files. */
    readonly redacted: ReadonlySet<string>;
  },
  say: (fault: string) => void,
): void;
