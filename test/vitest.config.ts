import { defineConfig } from 'vitest/config';

const TESTS = 'test/**/*.test.ts';
const MOCKING = [
  'test/cli/interruptedSize.test.ts',
  'test/cli/registries.test.ts',
  'test/questions/solvedOnce.test.ts',
  'test/run/registries.test.ts',
];

/**
 * Lanes are tags. `npm test` leaves out `long`, `npm run test:desk` also `slow`; `npm run test:long` runs `long` alone. A file
 * is tagged by `@module-tag` in its first comment, a test by its options.
 */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 630_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    maxConcurrency: 2,
    // Files share the modules of a worker: loading them for each took a tenth of the time. Those that put other modules in
    // place have a worker's modules to themselves.
    projects: [
      { extends: true, test: { name: 'shared', include: [TESTS], exclude: MOCKING, isolate: false } },
      { extends: true, test: { name: 'mocking', include: MOCKING } },
    ],
    tags: [
      { name: 'slow', description: 'Starts processes or a browser, or takes seconds: not for every save.' },
      {
        name: 'long',
        description: 'Hundreds of thousands of replicates, thousands of designs, or every command of the README.',
      },
    ],
  },
});
