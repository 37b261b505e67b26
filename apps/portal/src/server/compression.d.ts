/** Only what is used here: its published types are those of an Express middleware, and this app has no Express. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Filter = (request: IncomingMessage, response: ServerResponse) => boolean;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  const compression: ((options: { readonly filter: Filter }) => Middleware) & {
    /** Whether compressing this type of response makes it smaller. */
    readonly filter: Filter;
  };
  export = compression;
}
