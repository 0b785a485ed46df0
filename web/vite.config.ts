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
      // Libraries say "use client" for frameworks that render on servers.
      onLog: (level, log, next) => log.code === 'MODULE_LEVEL_DIRECTIVE' || next(level, log),
    },
  },
});
