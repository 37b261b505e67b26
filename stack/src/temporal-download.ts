// node temporal-download.ts <version> <folder>: lets the SDK download the Temporal CLI into that folder, as
// temporal-<version>. The SDK can only download and start together, so the server is started and stopped again.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [version, downloadDir] = process.argv.slice(2);
if (version === undefined || downloadDir === undefined)
  throw new Error('temporal-download.ts <version> <folder>');
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version, downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  // The stack shows the first line.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
