import { writeFileSync } from 'node:fs';

/** Writes the counts of a run as JSON to the file that TONGGUI_TEST_SUMMARY names; does nothing without it. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TONGGUI_TEST_SUMMARY;
    if (!file) return;
    writeFileSync(file, `${JSON.stringify(countsOf(results))}\n`);
  }
}

/** A suite that could not even start counts as one failed test. */
function countsOf(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
