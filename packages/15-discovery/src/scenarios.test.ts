// The nine scenarios, on both ZooKeepers.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '@bytes-up/embedded-zookeeper';
import { allowedMs, Scene, SCENARIOS, type ZooKeeperServer } from './testing/scenarios';

jest.setTimeout(60_000);

function nineScenarios(make: () => ZooKeeperServer): void {
  test.each(SCENARIOS)('$name', async (scenario) => {
    const server = make();
    const scene = new Scene(server);
    try {
      if (scenario.startsWithoutServer !== true) await server.start();
      expect(await scenario.run(scene)).toBeLessThan(allowedMs(scenario));
    } finally {
      await scene.clear();
      await server.remove();
    }
  });
}

describe('with the embedded server', () => nineScenarios(() => new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('with the real server (skipped without Java and its jars)', () => {
  nineScenarios(() => new RealZooKeeper());
});
