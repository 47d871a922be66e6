import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The oldest Electron that has to run the build: the one prepared for tests (docs/decisions/electron-runtime.md). */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

export default defineConfig({
  main: {
    build: {
      outDir: inProject('out', 'main'),
      // Bundled, they load in a third of the time that hundreds of small files take.
      externalizeDeps: { exclude: ['rxdb', 'rxjs', 'zod', '@trpc/server', 'uuid'] },
      target: NODE_TARGET,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: inProject('electron', 'main', 'index.ts'),
          host: inProject('electron', 'host', 'entry-utility.ts'),
          worker: inProject('electron', 'host', 'workers', 'worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: inProject('out', 'preload'),
      target: NODE_TARGET,
      // A sandboxed preload is one CommonJS file with nothing but Electron to require (SEC-8).
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: inProject('electron', 'preload', 'index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: inProject('renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: inProject('out', 'renderer'),
      emptyOutDir: true,
      target: CHROME_TARGET,
      minify: true,
      // The security policy allows no inline script, style or data URL for code, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The page comes from the disk, or over a ship's own network.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: {
        input: { index: inProject('renderer', 'index.html') },
        onwarn(warning, warn) {
          // Component libraries mark their files for React's server mode, which a bundle for a page ignores.
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
      },
    },
  },
});

/** electron-vite bundles this file to load it: a path made in another file would start from the wrong folder. */
function inProject(...segments: string[]): string {
  return path.join(import.meta.dirname, ...segments);
}
