import { writeFileSync } from 'node:fs';
import adapterNode from '@sveltejs/adapter-node';
import type { Adapter } from '@sveltejs/kit';

const OUT = 'build';

/** adapter-node, but build/index.js is our own server around its handler (src/server/main.ts). */
export function portalAdapter(): Adapter {
  const node = adapterNode({ out: OUT });
  return {
    ...node,
    name: 'makewhole-portal',
    adapt: async (builder) => {
      await node.adapt(builder);
      writeFileSync(`${OUT}/index.js`, "import './server/main.js';\n");
    },
  };
}
