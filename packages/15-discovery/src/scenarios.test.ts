// The nine scenarios, on both ZooKeepers.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '@bytes-up/embedded-zookeeper';
import { allowedMs, ScenarioSetup, SCENARIOS, type ZooKeeperServer } from './testing/scenarios';

const TICK_MS = 10;

/**
 * This process's own clock: it stops while a busy machine does not run the process. The
 * embedded server, the proxy and the clients run in this process, so anything that is
 * really slow is slow on this clock, too.
 */
let ticks = 0;
let ticking: NodeJS.Timeout;
beforeAll(() => (ticking = setInterval(() => ticks++, TICK_MS)));
afterAll(() => clearInterval(ticking));

function nineScenarios(make: () => ZooKeeperServer): void {
  test.each(SCENARIOS)('$name', async (scenario) => {
    const server = make();
    const setup = new ScenarioSetup(server, () => ticks * TICK_MS);
    try {
      if (scenario.startsWithoutServer !== true) await server.start();
      expect(await scenario.run(setup)).toBeLessThan(allowedMs(scenario));
    } finally {
      await setup.clear();
      await server.remove();
    }
  });
}

describe('with the embedded server', () => nineScenarios(() => new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('with the real server (skipped without Java and its jars)', () => {
  nineScenarios(() => new RealZooKeeper());
});
