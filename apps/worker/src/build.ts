// npm run build: writes the workflow bundle, so that workers and tests start without bundling.
import { mkdir, writeFile } from 'node:fs/promises';
import { bundleWorkflows } from './workflow-bundle.ts';

const folder = new URL('../dist/', import.meta.url);
const { code } = await bundleWorkflows();
await mkdir(folder, { recursive: true });
await writeFile(new URL('workflow-bundle.js', folder), code);
