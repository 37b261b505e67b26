// npm run check:circles: no circle of files and none of rooms, anywhere but in the portal, whose rooms SvelteKit names.
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { betweenRooms, circlesOf, type Imports } from './circles.ts';

const FOLDERS = ['apps', 'packages', 'stack', 'tests'];
const ROOMS_OF = /^(?:apps\/(?:api|worker|sandbox)|packages\/[^/]+|stack)\/src\//;

const { output } = await cruise(FOLDERS, {
  includeOnly: String.raw`^(?:apps|packages|stack|tests)/.*\.ts$`,
  exclude: String.raw`(?:^|/)(?:node_modules|build|dist|\.svelte-kit)/|\.test\.ts$`,
  tsPreCompilationDeps: true,
});
// Without a reporter it is the result itself.
const { modules } = output as ICruiseResult;
const imports: Imports = new Map(
  modules.map(({ source, dependencies }) => [source, new Set(dependencies.map(({ resolved }) => resolved))]),
);
const inRooms: Imports = new Map(
  [...imports]
    .filter(([file]) => ROOMS_OF.test(file))
    .map(([file, targets]) => [file, new Set([...targets].filter((to) => ROOMS_OF.test(to)))]),
);
if (inRooms.size < 300) throw new Error(`Only ${inRooms.size} files were read: the folders have moved`);
const circles = [...circlesOf(imports), ...circlesOf(betweenRooms(inRooms))];
for (const circle of circles) console.error(`A circle: ${circle.join(', ')}`);
console.log(`${imports.size} files, ${circles.length} circles`);
process.exitCode = circles.length === 0 ? 0 : 1;
