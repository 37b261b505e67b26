import type { Browser } from 'playwright-core';
import type { DevFile } from '@makewhole/stack/dev-file';
import { startRunningStack, type RunningStack } from '../support/running-stack.ts';
import { launchBrowser } from './browser.ts';

/** The whole stack with its demo firm, and a browser to look at it with. */
export type PortalWorld = {
  readonly stack: RunningStack;
  readonly dev: DevFile;
  readonly browser: Browser;
  stop(): Promise<void>;
};

/** Refunds settle only when they are told to (surroundings.ts). `env` over the defaults of the stack. */
export async function startPortalWorld(env: NodeJS.ProcessEnv = {}): Promise<PortalWorld> {
  const stack = await startRunningStack({ SANDBOX_SETTLE_AFTER_MS: '0', ...env });
  try {
    const browser = await launchBrowser();
    const stop = async () => {
      await browser.close();
      await stack.stop();
    };
    return { stack, dev: stack.dev, browser, stop };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
