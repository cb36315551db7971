// The same cases for the embedded server and the real one.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '..';
import { tidy } from './library-client';

/** Either of the two, which a suite is given when it runs. */
export interface Judged {
  readonly address: string;
}

/**
 * Declares a suite twice. Each time it has a server of its own, and each of its tests
 * finds an empty tree.
 */
export function onBoth(suite: (server: Judged) => void): void {
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
