// Three real servers that are one, where Java and its jars are.

import { once } from 'node:events';
import { createClient, CreateMode, Exception, type Client } from 'node-zookeeper-client';
import { RealEnsemble, whyNotReal } from '..';

const real = whyNotReal() === undefined ? describe : describe.skip;

real('an ensemble (skipped without Java and its jars)', () => {
  const ensemble = new RealEnsemble();
  let client: Client;

  beforeAll(async () => {
    await ensemble.start();
    client = createClient(ensemble.address, { sessionTimeout: 10_000, spinDelay: 20 });
    client.connect();
    await once(client, 'connected');
  });

  afterAll(async () => {
    client.close();
    await ensemble.remove();
  });

  /**
   * Writes, again and again until it is done: a member that is gone, or no leader yet, is
   * no reason to give up.
   */
  async function write(path: string): Promise<void> {
    for (;;) {
      const code = await new Promise<number>((resolve) => {
        client.create(path, Buffer.alloc(0), CreateMode.PERSISTENT, (error) => {
          resolve(error instanceof Exception ? error.getCode() : 0);
        });
      });
      if (code === 0 || code === Exception.NODE_EXISTS) return;
      if (code !== Exception.CONNECTION_LOSS) throw new Error(`create: ${code}`);
    }
  }

  test('has one leader, and goes on under another one with the same session', async () => {
    const modes = await ensemble.modes();
    expect([...modes].sort()).toEqual(['follower', 'follower', 'leader']);
    await write('/before');
    const session = client.getSessionId();
    const leader = modes.indexOf('leader');
    await ensemble.kill(leader);
    await write('/after');
    expect(client.getSessionId()).toEqual(session);
    const now = await ensemble.modes();
    expect(now[leader]).toBeUndefined();
    expect(now.filter((mode) => mode === 'leader')).toHaveLength(1);
    await ensemble.revive(leader);
    expect((await ensemble.modes())[leader]).toBe('follower');
  });
});
