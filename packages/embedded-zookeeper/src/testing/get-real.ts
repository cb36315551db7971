// `npm run real -w @bytes-up/embedded-zookeeper`: gets what the suite needs to run
// against the real server too.

import { downloadReal, whyNotReal } from '../real/real-node';

try {
  if (whyNotReal() !== undefined) downloadReal();
  console.log(whyNotReal() ?? 'the real ZooKeeper can be started');
} catch (error) {
  console.error(`the real ZooKeeper could not be downloaded: ${(error as Error).message}`);
  process.exitCode = 2;
}
