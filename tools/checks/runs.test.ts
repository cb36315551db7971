import { PAGE, problemsOf } from './made-up-page';
import { checkRuns } from './runs';

const FILE = 'packages/03-codec/src/demo/three-clients.json';
const files = {
  [FILE]: JSON.stringify({
    command: 'npm start -- serve 8',
    machine: 'a machine',
    events: [
      { atMs: 0, client: 'client A', step: 'connected' },
      { atMs: 0, client: 'client A', step: 'accepted' },
      { atMs: 300, client: 'client A', step: 'left' },
    ],
  }),
};
const block = (drawn: string): string =>
  `<!-- run ../../${FILE} -->\n\n\`\`\`text\n${drawn}\`\`\`\n`;

const DRAWN = [
  `ms        0             75             150            225            300`,
  `client A  C${'='.repeat(58)}L`,
  '',
  'C connected  L left    . waits  = is served',
  '',
].join('\n');

test('a run as it was recorded passes', () => {
  expect(problemsOf(checkRuns, block(DRAWN), { files })).toEqual([]);
});

test('another run does not', () => {
  expect(problemsOf(checkRuns, block(DRAWN.replace('=L', 'L')), { files })).toEqual([
    `${PAGE}:1: a recorded run is out of date: npm run pages redraws it`,
  ]);
});

test('a recording that is gone is named', () => {
  expect(problemsOf(checkRuns, block(DRAWN))).toEqual([`${PAGE}:1: no recording ${FILE}`]);
});
