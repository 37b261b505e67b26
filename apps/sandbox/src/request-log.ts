// The payment processor's most recent requests, for tests: in memory, a limited number.

export type LoggedRequest = {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  readonly body: string | null;
  /** Null until it is answered, and forever if the connection was cut. */
  status: number | null;
  /** The fault that struck it. */
  fault: string | null;
};

export type RequestLog = {
  readonly add: (request: LoggedRequest) => void;
  /** Newest first. */
  readonly list: (limit: number) => LoggedRequest[];
};

export const LOGGED_REQUESTS_MAX = 1_000;

export function createRequestLog(): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    add: (request) => {
      requests.unshift(request);
      requests.splice(LOGGED_REQUESTS_MAX);
    },
    list: (limit) => requests.slice(0, limit),
  };
}
