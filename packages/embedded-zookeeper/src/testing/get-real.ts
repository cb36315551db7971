// `npm run real -w @bytes-up/embedded-zookeeper`: downloads what the tests need to run
// against the real server.

import { downloadReal, whyNotReal } from '../real/real-node';

try {
  if (whyNotReal() !== undefined) downloadReal();
  console.log(whyNotReal() ?? 'the real ZooKeeper is ready to start');
} catch (error) {
  console.error(`cannot download the real ZooKeeper: ${(error as Error).message}`);
  process.exitCode = 2;
}
