import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests run real processes and real sockets on what may be two cores: one file at a time.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 30_000,
    // A shared machine can stall a browser or a process for longer than any wait: there, twice is a failure.
    retry: process.env.CI === 'true' ? 1 : 0,
  },
});
