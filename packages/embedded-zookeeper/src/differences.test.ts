// Shows each listed difference on both servers. When a difference is gone, its test
// fails: then remove it from the list, and from the page of chapter 15.

import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '.';
import { DIFFERENCES } from './comparison/differences';

function differences(which: 'embedded' | 'real', server: EmbeddedZooKeeper | RealZooKeeper): void {
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  test.each(DIFFERENCES)('$what: $because', async (difference) => {
    expect(await difference.observe(server.address)).toEqual(difference[which]);
  });
}

test('the two results of each difference differ', () => {
  for (const { embedded, real } of DIFFERENCES) expect(embedded).not.toEqual(real);
});

describe('the embedded server', () => differences('embedded', new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('the real server (skipped without Java and its jars)', () => {
  differences('real', new RealZooKeeper());
});
