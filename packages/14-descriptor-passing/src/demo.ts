// The demo of chapter 14: three clients of a server with two workers, the spread of 200
// connections compared with chapter 13's, and two policies when every second client
// leaves.

import { dirname, join } from 'node:path';
import { allAtOnce, drawSpread, launch, openings, showThreeClients } from '@bytes-up/testkit';
import { tally, TestClient, typescriptCommand } from '@bytes-up/testkit';
import { POLICY_NAMES } from './policy';

const WORKERS = 4;
const CLIENTS = 200;
const STAYING = 40;

async function main(): Promise<void> {
  const engines = process.platform === 'linux' ? ['sendmsg', 'node'] : ['node'];
  for (const engine of engines) {
    const command = serve(2, '--engine', engine);
    await showThreeClients(`A server of chapter 14, --engine ${engine}, two workers,`, command);
    console.log('');
  }
  const [engine = ''] = engines;
  console.log(`${CLIENTS} clients at the same time, and ${WORKERS} workers:\n`);
  await spread('chapter 13, where the kernel chooses', chapter13());
  await spread('chapter 14, where the master does', serve(WORKERS, '--engine', engine));
  console.log(
    `Every second client leaves at once and ${STAYING} stay. Which worker serves them?\n`,
  );
  for (const policy of POLICY_NAMES) {
    console.log(`--policy ${policy}`);
    const workers = await workersOfStayingClients(
      serve(WORKERS, '--engine', engine, '--policy', policy),
    );
    console.log(`${drawSpread(tally(workers), WORKERS)}\n`);
  }
}

function serve(workers: number, ...flags: readonly string[]): readonly string[] {
  return typescriptCommand(join(__dirname, 'main.ts'), '--workers', String(workers), ...flags);
}

function chapter13(): readonly string[] {
  const folder = dirname(require.resolve('@bytes-up/prefork-async/package.json'));
  const engine = process.platform === 'linux' ? 'fork' : 'cluster';
  const flags = ['--engine', engine, '--workers', String(WORKERS)];
  return typescriptCommand(join(folder, 'src/main.ts'), ...flags);
}

async function spread(name: string, command: readonly string[]): Promise<void> {
  console.log(name);
  console.log(`${drawSpread(tally(await allAtOnce(command, CLIENTS)), WORKERS)}\n`);
}

async function workersOfStayingClients(command: readonly string[]): Promise<readonly string[]> {
  const { process: server, address } = await launch(command);
  const staying: TestClient[] = [];
  try {
    for (let n = 0; n < 2 * STAYING; n++) {
      const client = await TestClient.connect(address);
      await client.call({ in: 'ping' });
      if (n % 2 === 0) staying.push(client);
      else await leave(client);
    }
    return (await openings(server, 2 * STAYING)).filter((_, n) => n % 2 === 0);
  } finally {
    for (const client of staying) client.close();
    await server.stop();
  }
}

/** Closes a client, and waits until the server has closed its connection too. */
async function leave(client: TestClient): Promise<void> {
  client.socket.end();
  await client.end();
  client.close();
}

void main();
