import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { portalAdapter } from './portal-adapter.ts';

export default defineConfig(({ command }) => {
  // A caller's NODE_ENV, such as a test runner's, would make each page a fifth heavier: Svelte's development build.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [
      tailwindcss(),
      sveltekit({
        adapter: portalAdapter(),
        csp: {
          directives: {
            'default-src': ['self'],
            'script-src': ['self'],
            'style-src-elem': ['self'],
            // Dialogs set their own place and size.
            'style-src-attr': ['unsafe-inline'],
            'img-src': ['self', 'data:'],
            'object-src': ['none'],
            'base-uri': ['none'],
            'form-action': ['self'],
            'frame-ancestors': ['none'],
          },
        },
      }),
    ],
    // Our packages are TypeScript: they go into the build, which then runs anywhere.
    ssr: { noExternal: ['@makewhole/client', '@makewhole/domain'] },
    environments: {
      ssr: {
        build: {
          rolldownOptions: {
            input: { main: 'src/server/main.ts' },
            external: ['#handler'],
            output: { paths: { '#handler': './handler.js' } },
          },
        },
      },
    },
  };
});
