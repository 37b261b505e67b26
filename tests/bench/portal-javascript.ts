import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildApps } from '@makewhole/stack/apps';
import { PROJECT_FOLDER } from '@makewhole/stack/data-folder';
import { counted, type Measure } from './measure.ts';

const BUILD = join(PROJECT_FOLDER, 'apps/portal/build');
const KILOBYTE = 1_000;
const TARGET = { name: 'target', bound: 'at most', value: 100 } as const;

export const portalJavascript: Measure = {
  name: 'portal-javascript',
  meaning:
    'The JavaScript that a browser with an empty cache loads for each page of the portal, gzipped: the entry, the layouts, the error pages around it and the page itself, as the production build lists them.',
  async run(bench) {
    await buildApps(['portal'], bench.say);
    const manifest = readFileSync(join(BUILD, 'server/manifest.js'), 'utf8');
    const entry = filesOf(/client: ?\{.*?\bimports: ?(\[[^\]]*\])/s.exec(manifest)?.[1]);
    const pages = pagesOf(manifest);
    if (entry.length === 0 || pages.length === 0) {
      throw new Error('The manifest of the portal is not written as it was: mend portal-javascript.ts');
    }
    return pages.map(({ route, nodes }) => {
      const files = new Set([...entry, ...nodes.flatMap(filesOfNode)]);
      const bytes = [...files].map(gzippedBytes).reduce((sum, size) => sum + size, 0);
      return counted(`JavaScript of ${route}`, 'kB', bytes / KILOBYTE, [TARGET]);
    });
  },
};

/** Each page with the numbers of its parts. Read as text: to load the manifest is to run the portal's server. */
function pagesOf(manifest: string) {
  const page =
    /id: "([^"]+)",\s+pattern: .*\s+params: .*\s+page: \{ layouts: \[([\d,]*)\], errors: \[([\d,]*)\], leaf: (\d+) \}/g;
  return [...manifest.matchAll(page)].map(([, route, ...parts]) => ({
    route,
    nodes: parts.flatMap((part) => part.split(',')).filter((node) => node !== ''),
  }));
}

function filesOfNode(node: string): string[] {
  const text = readFileSync(join(BUILD, `server/nodes/${node}.js`), 'utf8');
  return filesOf(/export const imports = (\[[^\]]*\])/.exec(text)?.[1]);
}

function filesOf(list = '[]'): string[] {
  return [...list.matchAll(/"([^"]+\.js)"/g)].flatMap(([, file]) => file ?? []);
}

function gzippedBytes(file: string): number {
  return gzipSync(readFileSync(join(BUILD, 'client', file))).length;
}
