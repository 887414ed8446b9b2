import { defineConfig } from 'vitest/config';

/** `development` finds the libraries' sources; it is the only one that Node does not know by itself. */
const resolveConditions = ['development', 'node'];

export default defineConfig({
  resolve: { conditions: resolveConditions },
  ssr: { resolve: { conditions: resolveConditions } },
  test: {
    include: ['libs/**/*.spec.ts', 'src/**/*.spec.ts', 'test/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
