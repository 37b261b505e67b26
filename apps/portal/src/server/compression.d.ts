/** As far as it is used here: its published types are those of an Express middleware, which needs no Express. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Filter = (request: IncomingMessage, response: ServerResponse) => boolean;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  const compression: ((options: { readonly filter: Filter }) => Middleware) & {
    /** Whether the type of the answer is one that gets smaller. */
    readonly filter: Filter;
  };
  export = compression;
}
