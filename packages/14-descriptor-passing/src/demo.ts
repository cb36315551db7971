// The demo of chapter 14: three clients of a server with two workers, the spread of 200
// connections compared with chapter 13's, and two policies when every second client
// leaves.

import { dirname, join } from 'node:path';
import { allAtOnce, drawSpread, showThreeClients, withServer } from '@bytes-up/testkit';
import { askBefore, tally, typescriptCommand } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';
import { stayingClients } from './demo/staying-clients';
import { POLICY_NAMES } from './policy';

const WORKERS = 4;
const CLIENTS = 200;
const STAYING = 40;

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('copies-in-the-master');
  const engines = process.platform === 'linux' ? ['sendmsg', 'node'] : ['node'];
  for (const engine of engines) {
    const command = serve(2, '--engine', engine);
    await showThreeClients(`A server of chapter 14, --engine ${engine}, two workers,`, command);
    console.log('');
  }
  const [engine = ''] = engines;
  await ask('busiest-worker');
  console.log(`${CLIENTS} clients at the same time, and ${WORKERS} workers:\n`);
  await spread('chapter 13, where the kernel chooses', chapter13());
  await spread('chapter 14, where the master does', serve(WORKERS, '--engine', engine));
  await ask('round-robin-stays');
  await ask('least-connections-stays');
  console.log(
    `Every second client leaves at once and ${STAYING} stay. Which worker serves them?\n`,
  );
  for (const policy of POLICY_NAMES) {
    console.log(`--policy ${policy}`);
    const command = serve(WORKERS, '--engine', engine, '--policy', policy);
    const workers = await withServer(command, (server) => stayingClients(server, STAYING));
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

void main();
