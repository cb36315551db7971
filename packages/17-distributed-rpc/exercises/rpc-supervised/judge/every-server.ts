// Stage 5: the learner's own client, step 4, calls every server of the course, and the
// learner's own.

import type { Json } from '@bytes-up/protocol';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { expectInTime } from '@bytes-up/conformance';
import {
  CaseFailed,
  launch,
  typescriptCommand,
  type JudgedCase,
  type Learner,
} from '@bytes-up/testkit';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const TOGETHER = 'Stage 5: all together';
const PACKAGES = path.join(__dirname, '../../../..');
/** The first and the last server of the protocol: 04, 18 and 19 speak others. */
const [FIRST, LAST] = ['08', '17'];
/** The result of pi with 1,000 terms. */
const PI = 3.1412746456267633;

interface ClientModule {
  readonly connect: (address: { host: string; port: number }) => Promise<{
    call(method: string, params: Json, options?: { timeoutMs?: number }): Promise<Json>;
    close(): void;
  }>;
}

/** The folders of the chapters with a server: `08-single-thread-sync`. */
const CHAPTERS = readdirSync(PACKAGES)
  .filter((name) => /^\d\d-/.test(name) && name.slice(0, 2) >= FIRST && name.slice(0, 2) <= LAST)
  .filter((name) => existsSync(path.join(PACKAGES, name, 'src/main.ts')))
  .sort();

export const everyServer: readonly JudgedCase<object>[] = [
  ...CHAPTERS.map((chapter) => ({
    title: `your client calls the server of chapter ${chapter.slice(0, 2)}`,
    section: TOGETHER,
    run: async (_exports: object, learner: Learner) => {
      const registry = new EmbeddedZooKeeper();
      await registry.start();
      const main = path.join(PACKAGES, chapter, 'src/main.ts');
      // Only the servers that register know the flag. All of them accept its environment
      // variable.
      const env = { BYTES_UP_ZOOKEEPER: registry.address };
      const server = await launch(typescriptCommand(main), { env });
      try {
        await expectCalls(`the server of ${chapter}`, learner, server.address);
      } finally {
        await server.process.stop(0);
        await registry.stop();
      }
    },
  })),
  {
    title: 'your client calls your server',
    section: TOGETHER,
    run: async (_exports, learner) => {
      const own = path.join(path.dirname(learner.file), 'server.ts');
      const server = await launch(typescriptCommand(own));
      try {
        await expectCalls('your server of step 5', learner, server.address);
      } finally {
        await server.process.stop(0);
      }
    },
  },
];

async function expectCalls(
  server: string,
  { file }: Learner,
  address: { host: string; port: number },
): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { connect } = require(path.join(path.dirname(file), 'client.ts')) as ClientModule;
  const client = await expectInTime(`${server}; connect`, 'a connection', connect(address));
  try {
    await expectResult(`${server}; ping "hello"`, 'hello', client.call('ping', 'hello'));
    await expectResult(`${server}; pi 1000`, PI, client.call('pi', 1_000));
  } finally {
    client.close();
  }
}

async function expectResult(given: string, expected: Json, call: Promise<Json>): Promise<void> {
  const came = await expectInTime(given, 'an answer', call);
  if (came === expected) return;
  const [right, wrong] = [JSON.stringify(expected), JSON.stringify(came)];
  throw new CaseFailed({ given, expected: right, came: wrong });
}
