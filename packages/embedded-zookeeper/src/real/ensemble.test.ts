// An ensemble of three real servers, if Java and its jars are installed.

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
   * Retries a write until it succeeds: it loses its connection while a member is down, or
   * no leader is elected yet.
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

  test('has one leader, and the session continues under the next one', async () => {
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
    await ensemble.restart(leader);
    expect((await ensemble.modes())[leader]).toBe('follower');
  });
});
