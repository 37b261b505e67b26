/** adapter-node's request handler, beside which main.ts lands in the build (vite.config.ts). */
declare module '#handler' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export function handler(request: IncomingMessage, response: ServerResponse, next: () => void): void;
}
