import { defineConfig } from 'vitest/config';

/**
 * Lanes are tags. `npm test` leaves out `long`, `npm run test:desk` also `slow`; `npm run test:long` runs `long` alone. A file
 * is tagged by `@module-tag` in its first comment, a test by its options.
 */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 630_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    maxConcurrency: 2,
    tags: [
      { name: 'slow', description: 'Starts processes or a browser, or takes seconds: not for every save.' },
      {
        name: 'long',
        description: 'Hundreds of thousands of replicates, thousands of designs, or every command of the README.',
      },
    ],
  },
});
