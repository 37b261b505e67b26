// npm run build: the command as one file of plain JavaScript per part, with the migrations beside it. Node runs it as it is;
// of dependencies it needs those of Temporal alone, which are not made to be bundled.
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const here = (path: string) => new URL(path, import.meta.url);
const MIGRATIONS = here('../../packages/db/drizzle/');

await rm(here('dist/'), { recursive: true, force: true });
await build({
  entryPoints: { makewhole: here('src/main.ts').pathname },
  outdir: here('dist/bin/').pathname,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: ['@temporalio/*'],
  // Dependencies in CommonJS ask for Node's own modules by it.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await chmod(here('dist/bin/makewhole.js'), 0o755);
await mkdir(here('dist/drizzle/meta/'), { recursive: true });
for (const name of await readdir(MIGRATIONS)) {
  if (name.endsWith('.sql')) await copyFile(new URL(name, MIGRATIONS), here(`dist/drizzle/${name}`));
}
await copyFile(new URL('meta/_journal.json', MIGRATIONS), here('dist/drizzle/meta/_journal.json'));
