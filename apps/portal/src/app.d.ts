import type { Theme } from '#lib/session/theme.ts';

declare global {
  namespace App {
    interface Error {
      /** The API's own code for the problem, if the API refused. */
      code?: string;
    }
    interface Locals {
      /** What the person chose; if nothing, light and dark follow the system. */
      theme: Theme;
    }
  }
}

export {};
