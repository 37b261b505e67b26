// The unit tests of this package alone, as the mutation test runs them (npm run mutants).
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['packages/domain/src/**/*.test.ts', 'src/**/*.test.ts'] } });
