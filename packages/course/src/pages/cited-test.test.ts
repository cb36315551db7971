import path from 'node:path';
import { makeRoot } from '../testing/make-root';
import { findCitedTest } from './cited-test';

const INSIDE = 'packages/03-codec/src/a.test.ts';

test.each([
  ['codec: a.test.ts › adds two', '(?:^| )adds two$'],
  ['codec: a.test.ts › adds › two and two', '(?:^| )adds two and two$'],
  ['codec: a.test.ts › 1 is 1, and 20 more rows', '(?:^| )1 is 1$'],
  ['codec: a.test.ts › a very long ti…', '(?:^| )a very long ti.*$'],
  ['✔ `packages/03-codec/src/a.test.ts › %s is $name.first (%d)`', '(?:^| ).* is .* \\(.*\\)$'],
])('%j is found', (text, pattern) => {
  const root = makeRoot({ [INSIDE]: '' });
  expect(findCitedTest(root, text)).toEqual({
    folder: path.join(root, 'packages/03-codec'),
    file: path.join(root, INSIDE),
    pattern,
  });
});
