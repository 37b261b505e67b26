// A real Chromium for the tests of the portal: the one that npm brings on Linux x64, elsewhere an installed Chrome.
import { arch, platform } from 'node:process';
import sparticuz from '@sparticuz/chromium';
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import type { DevFile, SignIn } from '@makewhole/stack/dev-file';

const WAIT_MS = 15_000;
export const WIDE = { width: 1280, height: 900 };
/** The narrowest screen that the portal is made for. */
export const NARROW = { width: 360, height: 740 };

/** CHROME_PATH, when set, names the browser to use; `args` go to it beside its own. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const options = await whichBrowser(process.env.CHROME_PATH);
  return chromium.launch({ ...options, args: [...(options.args ?? []), ...args] });
}

/** A page of its own session, signed in as somebody of that role. */
export async function openAs(
  { browser, dev }: { readonly browser: Browser; readonly dev: DevFile },
  role: SignIn['role'],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: dev.portal, viewport: WIDE, ...options });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signIn(page, dev, role);
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  return page;
}

export function passwordOf({ users }: DevFile, role: SignIn['role']): string {
  return users.find((user) => user.role === role)?.password ?? '';
}

/** Fills in the sign-in that the page shows. */
export async function signIn(page: Page, dev: DevFile, role: SignIn['role']): Promise<void> {
  const user = dev.users.find((one) => one.role === role);
  if (user === undefined) throw new Error(`The demo firm has no ${role}`);
  await page.getByLabel('Email address').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function whichBrowser(path: string | undefined): Promise<LaunchOptions> {
  if (path) return { executablePath: path };
  if (platform !== 'linux' || arch !== 'x64') return { channel: 'chrome' };
  // As root, which builds in containers often are, Chromium starts without its sandbox only.
  return { executablePath: await sparticuz.executablePath(), args: ['--no-sandbox', '--disable-gpu'] };
}
