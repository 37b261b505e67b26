/** build.ts compiles for it, and docs/command.md names it. */
const NODE_MIN = 22;

/** Why this version of Node cannot run the command; null if it can. @param version such as 20.20.2 */
export function nodeFault(version: string): string | null {
  if (Number(version.split('.')[0]) >= NODE_MIN) return null;
  return `makewhole needs Node ${NODE_MIN} or newer, and this is Node ${version}: install a newer one, or put it first in PATH.`;
}
