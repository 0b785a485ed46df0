import { defineConfig } from 'vite';

const here = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  root: here('.'),
  resolve: { alias: { '#api': here('../dist/api-client') } },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Nothing is put into the page itself: the policy of the server lets no inline script run.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What matters is measured by `npm run sizes`.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each file is asked for by itself, and costs a slow line as much as ten kilobytes: what every page needs is one,
          // and what a good third of the screens share another.
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 2 },
            { name: 'parts', minShareCount: 8, priority: 1 },
          ],
        },
      },
      // Libraries say "use client" for frameworks that render on servers.
      onLog: (level, log, next) => log.code === 'MODULE_LEVEL_DIRECTIVE' || next(level, log),
    },
  },
});
