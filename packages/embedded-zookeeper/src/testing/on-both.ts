// Runs the same tests on the embedded server and on the real one.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '..';
import { tidy } from './library-client';

/** The server that a suite runs on. */
export interface ServerUnderTest {
  readonly address: string;
}

/**
 * Declares a suite twice, each time with a server of its own. Each test starts with an
 * empty tree.
 */
export function onBoth(suite: (server: ServerUnderTest) => void): void {
  const declare = (server: EmbeddedZooKeeper | RealZooKeeper): void => {
    beforeAll(() => server.start());
    afterEach(() => tidy(server.address));
    afterAll(() => server.remove());
    suite(server);
  };
  describe('the embedded server', () => declare(new EmbeddedZooKeeper()));
  const real = whyNotReal() === undefined ? describe : describe.skip;
  real('the real server (skipped without Java and its jars)', () => declare(new RealZooKeeper()));
}
