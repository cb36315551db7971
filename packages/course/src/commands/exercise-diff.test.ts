// What is new in an exercise that has changed since the learner passed it.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExercise } from '../exercises/exercise';
import { checkout, read } from '../testing/checkout';
import { ROOT } from '../testing/judge-text';

describe('exercise --diff', () => {
  const { version } = findExercise(ROOT, '03-rpc-frames');
  const news = 'Version 2. Stage 4 is new: a frame in many pieces';

  test.each([
    [
      'passed before it changed',
      'v1 passed',
      `You passed it at version 1. It is at version ${version} now.`,
    ],
    [
      'started before it changed',
      'v1 started',
      `You started it at version 1. It is at version ${version} now.`,
    ],
  ])('for an exercise %s: what is new', async (_what, step, says) => {
    const { root, run } = checkout();
    writeFileSync(path.join(root, 'progress'), `03-rpc-frames ${step} 2026-11-28\n`);
    const named = await run('exercise', '--diff', '03-rpc-frames');
    expect(named.stdout).toContain(says);
    expect(named.stdout).toContain(news);
    expect(named.code).toBe(0);
    expect((await run('exercise', '--diff')).stdout).toBe(named.stdout);
    expect(read(path.join(root, 'progress'))).toBe(`03-rpc-frames ${step} 2026-11-28\n`);
  });

  test.each([
    ['passed', `You passed it at version ${version}, and nothing is new since.`],
    ['danced', `You have not started it. It is at version ${version}.`],
  ])('with its version %s nothing is new', async (step, says) => {
    const { root, run } = checkout();
    writeFileSync(path.join(root, 'progress'), `03-rpc-frames v${version} ${step} 2026-11-28\n`);
    const named = await run('exercise', '--diff', '3');
    expect(named.stdout).toContain(says);
    expect(named.stdout).not.toContain('Version 2.');
    const all = await run('exercise', '--diff');
    expect(all.stdout).toBe('\n  No exercise has changed since you passed it.\n\n');
  });

  test('the list and the task point to it', async () => {
    const { put, root, run } = checkout();
    put('rpc/frames.ts', '// mine');
    writeFileSync(
      path.join(root, 'progress'),
      '03-rpc-frames v1 passed 2026-11-28\n03-rpc-frames v1 started 2026-11-28\n',
    );
    const list = await run('list', '--exercises');
    expect(list.stdout).toContain(`passed at version 1; version ${version} asks for more`);
    const task = await run('exercise', '03-rpc-frames');
    expect(task.stdout).toContain('What is new: npm start -- exercise --diff 03-rpc-frames');
  });
});
