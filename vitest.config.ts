import { defineConfig } from 'vitest/config';

const resolveConditions = ['development', 'module', 'node', 'import'];

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
