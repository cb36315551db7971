// Nesting depth, with bodies too long to write down as vectors (clause 4.5).

import { frame } from '@bytes-up/testkit';
import { casesOf, type CaseDraft } from '../case';
import { expectAnswer } from '../client/answers';
import type { Json } from '@bytes-up/protocol';

const VERY_DEEP = 100_000;

export const body = casesOf('body', [
  {
    id: '4.5/arrays-at-the-limit',
    title: 'arrays nested to exactly maxDepth levels are accepted and come back',
    run: async (trial) => {
      const connection = await trial.connect();
      const params = arrays(trial.limits.maxDepth - 1);
      connection.send(frame(`{"in":"ping","params":${params},"id":1}`));
      const result = JSON.parse(params) as Json;
      await expectAnswer(connection, { out: 'pong', result, id: 1 });
    },
  },
  {
    id: '4.5/objects-at-the-limit',
    title: 'objects nested to exactly maxDepth levels are accepted and come back',
    run: async (trial) => {
      const connection = await trial.connect();
      const params = objects(trial.limits.maxDepth - 1);
      connection.send(frame(`{"in":"ping","params":${params},"id":1}`));
      const result = JSON.parse(params) as Json;
      await expectAnswer(connection, { out: 'pong', result, id: 1 });
    },
  },
  tooDeep('arrays-one-too-deep', 'arrays one level too deep are refused', (maxDepth) =>
    arrays(maxDepth),
  ),
  tooDeep('objects-one-too-deep', 'objects one level too deep are refused', (maxDepth) =>
    objects(maxDepth),
  ),
  tooDeep('mixed-one-too-deep', 'arrays and objects are counted together', (maxDepth) =>
    mixed(maxDepth),
  ),
  tooDeep(
    'one-too-deep-elsewhere',
    'the depth counts in members that are ignored, too',
    (maxDepth) => `1,"other":${arrays(maxDepth)}`,
  ),
  tooDeep(
    'too-deep-after-a-backslash',
    'the depth counts after a string that ends in a backslash, too',
    (maxDepth) => `"\\\\","other":${arrays(maxDepth)}`,
  ),
  tooDeep('arrays-very-deep', `arrays of ${VERY_DEEP} levels are refused`, () => arrays(VERY_DEEP)),
  tooDeep('objects-very-deep', `objects of ${VERY_DEEP} levels are refused`, () =>
    objects(VERY_DEEP),
  ),
  tooDeep('never-closed', `${VERY_DEEP} brackets that are never closed are refused`, () =>
    '['.repeat(VERY_DEEP),
  ),
]);

function tooDeep(name: string, title: string, params: (maxDepth: number) => string): CaseDraft {
  return {
    id: `4.5/${name}`,
    title,
    codes: ['INVALID_ARGUMENT'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(frame(`{"in":"ping","params":${params(trial.limits.maxDepth)}}`));
      await expectAnswer(connection, { error: 'INVALID_ARGUMENT' });
      await trial.ping(connection);
      await trial.stillServes(connection);
    },
  };
}

function arrays(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function objects(levels: number): string {
  return '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);
}

function mixed(levels: number): string {
  const halves = Math.floor(levels / 2);
  const inner = levels % 2 === 0 ? '1' : '[]';
  return '[{"a":'.repeat(halves) + inner + '}]'.repeat(halves);
}
