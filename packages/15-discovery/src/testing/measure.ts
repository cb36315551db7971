// `npm run scenarios -w @bytes-up/discovery`: the nine scenarios on each ZooKeeper, and
// how long each took until all was well again.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '@bytes-up/embedded-zookeeper';
import {
  allowedMs,
  ScenarioSetup,
  SCENARIOS,
  type Scenario,
  type ZooKeeperServer,
} from './scenarios';

const ROUNDS = 5;

async function measure(scenario: Scenario, server: ZooKeeperServer): Promise<number> {
  const setup = new ScenarioSetup(server);
  try {
    if (scenario.startsWithoutServer !== true) await server.start();
    return await scenario.run(setup);
  } finally {
    await setup.clear();
    await server.remove();
  }
}

async function median(scenario: Scenario, make: () => ZooKeeperServer): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await measure(scenario, make()));
  times.sort((a, b) => a - b);
  return `${Math.round(times[ROUNDS >> 1] ?? 0)} (${Math.round(times.at(-1) ?? 0)})`.padStart(14);
}

async function main(): Promise<void> {
  const reason = whyNotReal();
  console.log(`milliseconds until all is well, the median of ${ROUNDS} and the longest\n`);
  console.log(`${''.padEnd(60)}${'embedded'.padStart(14)}${'real'.padStart(14)}       allowed`);
  for (const scenario of SCENARIOS) {
    process.stdout.write(scenario.name.padEnd(60));
    process.stdout.write(await median(scenario, () => new EmbeddedZooKeeper()));
    const real = reason === undefined ? await median(scenario, () => new RealZooKeeper()) : '-';
    process.stdout.write(`${real.padStart(14)}${String(allowedMs(scenario)).padStart(14)}\n`);
  }
  if (reason !== undefined) console.log(`\nwithout the real server: ${reason}`);
}

void main();
