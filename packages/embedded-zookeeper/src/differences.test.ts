// Each listed difference, shown on both servers: one that is gone fails here, and has to
// leave the list on this chapter's page.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '.';
import { DIFFERENCES } from './comparison/differences';

function differences(which: 'embedded' | 'real', server: EmbeddedZooKeeper | RealZooKeeper): void {
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  test.each(DIFFERENCES)('$what: $because', async (difference) => {
    expect(await difference.see(server.address)).toEqual(difference[which]);
  });
}

test('each difference is one', () => {
  for (const { embedded, real } of DIFFERENCES) expect(embedded).not.toEqual(real);
});

describe('the embedded server', () => differences('embedded', new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('the real server (skipped without Java and its jars)', () => {
  differences('real', new RealZooKeeper());
});
