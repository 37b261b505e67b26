import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** Ends a run with the plain line "N passed, N failed", for machines that read no more than that. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that cannot be loaded and an error outside any test have no test to fail; they are failures all the same.
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + brokenFiles + errors.length;
    const unexplained = reason !== 'passed' && failed === 0 ? 1 : 0;
    const skipped = count('skipped') + count('pending');
    // After what the other reporters still have to say.
    process.once('exit', () => {
      const end = skipped === 0 ? '' : `, ${skipped} skipped`;
      process.stdout.write(`\n${count('passed')} passed, ${failed + unexplained} failed${end}\n`);
    });
  }
}
