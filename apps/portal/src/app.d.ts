import type { Theme } from '#lib/session/theme.ts';

declare global {
  namespace App {
    interface Error {
      /** The API's own word for what went wrong, where it was the API that said no. */
      code?: string;
    }
    interface Locals {
      /** What the person chose; light and dark follow the system where they chose nothing. */
      theme: Theme;
    }
  }
}

export {};
