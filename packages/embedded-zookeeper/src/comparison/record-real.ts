// `npm run record -w @bytes-up/embedded-zookeeper`: runs the sequences on the real server
// again, and writes its replies to recorded.ts.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNotReal } from '../real/real-node';
import { RealZooKeeper } from '../real/real-zookeeper';
import { REAL_FLAGS } from './compare';
import { record, seedsToRecord } from './record';

const SEQUENCES = 60;

async function main(): Promise<void> {
  const why = whyNotReal();
  if (why !== undefined) throw new Error(why);
  const real = new RealZooKeeper({ flags: REAL_FLAGS });
  try {
    await real.start();
    const lines = await record(real.address, 1, seedsToRecord(SEQUENCES));
    const text = [
      '// How the real ZooKeeper 3.8.0 replied to the sequences of these seeds: the seed, a hash of',
      '// all replies, and their error codes. Written by record-real.ts.',
      '',
      'export const RECORDED: readonly string[] = [',
      ...lines.map((line) => `  '${line}',`),
      '];',
      '',
    ];
    writeFileSync(join(__dirname, 'recorded.ts'), text.join('\n'));
  } finally {
    await real.remove();
  }
}

main().catch((error: unknown) => {
  console.error(`cannot record the real server: ${(error as Error).message}`);
  process.exitCode = 2;
});
