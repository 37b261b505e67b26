// What the browser tests look at: a firm in the middle of its work, and a page of it.
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { PortalWorld } from './portal-world.ts';

/** What the pages are about: a firm in the middle of its work. */
export type SeenFirm = {
  readonly transactions: PortalWorld['dev']['transactions'];
  /** A refund that is paid and owes things. */
  readonly refundId: string;
  /** A payment of which nobody has said where its money went. */
  readonly unassignedId: string;
  /** A webhook endpoint that a message is on its way to. */
  readonly endpointId: string;
  /** A statement of the operating account. */
  readonly statementId: string;
  /** Signing in too often is refused: the pages share these. */
  readonly sessions: Record<Exclude<Viewer, 'nobody'>, BrowserContextOptions['storageState']>;
  readonly ownerPassword: string;
};

/** Who looks: the lawyer who asked for the refund, the owner, who sees what only owners see, or nobody who is signed in. */
export type Viewer = 'lawyer' | 'owner' | 'nobody';

export type SeenPage = {
  readonly path: (firm: SeenFirm) => string;
  /** What is done there first, where the state is not at an address of its own. */
  readonly first?: (page: Page, firm: SeenFirm) => Promise<void>;
  /** What stands there once it is complete. */
  readonly shows: string;
  /** The lawyer, unless it says otherwise. */
  readonly as?: Viewer;
};
