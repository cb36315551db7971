// The service on an ensemble of three real ZooKeepers, if Java and its jars are
// installed. The leader is killed under load.

import { CallError } from '@bytes-up/client';
import { RealEnsemble, whyNotReal } from '@bytes-up/embedded-zookeeper';
import { launch } from '@bytes-up/testkit';
import { once } from 'node:events';
import { serverCommand } from './demo/deployment';
import { DistributedClient } from './service';

const canRun = process.platform === 'linux' && whyNotReal() === undefined;
const describeWithJava = canRun ? describe : describe.skip;

describeWithJava('on an ensemble (skipped without Java and its jars)', () => {
  test('the leader is killed: no call is lost, and a server that comes afterwards is found', async () => {
    const ensemble = new RealEnsemble();
    await ensemble.start();
    const client = new DistributedClient(ensemble.address, { sessionTimeoutMs: 4_000 });
    const known = once(client.directory, 'changed');
    const first = await launch(serverCommand(ensemble.address));
    await known;
    let second: typeof first | undefined;
    const lost: unknown[] = [];
    let answered = 0;
    const load = setInterval(() => {
      client.call('ping').then(
        () => answered++,
        (error: unknown) => lost.push(error instanceof CallError ? error.message : error),
      );
    }, 25);
    try {
      const leader = (await ensemble.modes()).indexOf('leader');
      await ensemble.kill(leader);
      const found = once(client.directory, 'changed');
      second = await launch(serverCommand(ensemble.address));
      await found;
      expect(client.directory.registered.map(({ port }) => port).sort()).toEqual(
        [first.address.port, second.address.port].sort(),
      );
      const before = answered;
      while (answered < before + 10) await client.call('ping');
      expect(lost).toEqual([]);
    } finally {
      clearInterval(load);
      await client.close();
      await first.process.stop();
      await second?.process.stop();
      await ensemble.remove();
    }
  });
});
