import { compare } from './compare';
import type { Contender } from './contender';

/** A contender that logs its calls, and fails in the given step. */
function recorded(
  name: string,
  log: string[],
  failIn?: 'setup' | 'run' | 'teardown',
): Contender<number, string> {
  const step = (what: 'setup' | 'run' | 'teardown'): void => {
    if (log.at(-1) !== `${what} ${name}`) log.push(`${what} ${name}`);
    if (failIn === what) throw new Error('out of paper');
  };
  return {
    name,
    setup: async () => step('setup'),
    run: () => {
      step('run');
      return 'same';
    },
    teardown: () => step('teardown'),
  };
}

const options = {
  title: 'life',
  baseline: 'a',
  inputs: [{ name: 'x', value: 1 }],
  rounds: 1,
  minRoundMs: 1,
};

test('setup comes first and in order, teardown last and in reverse order', async () => {
  const log: string[] = [];
  await compare({ ...options, contenders: [recorded('a', log), recorded('b', log)] });
  expect(log.slice(0, 3)).toEqual(['setup a', 'setup b', 'run a']);
  expect(log.slice(-2)).toEqual(['teardown b', 'teardown a']);
});

test('a contender that throws ends the comparison, and all are torn down', async () => {
  const log: string[] = [];
  const contenders = [recorded('a', log), recorded('b', log, 'run'), recorded('c', log)];
  await expect(compare({ ...options, contenders })).rejects.toMatchObject({
    code: 'CONTENDER_FAILED',
    message: '"b" on "x" failed: out of paper',
    cause: new Error('out of paper'),
  });
  expect(log.slice(-4)).toEqual(['run b', 'teardown c', 'teardown b', 'teardown a']);
});

test('a rejected promise does the same', async () => {
  const log: string[] = [];
  const rejecting: Contender<number, string> = {
    ...recorded('a', log),
    run: () => Promise.reject(new Error('connection reset')),
  };
  await expect(compare({ ...options, contenders: [rejecting] })).rejects.toMatchObject({
    code: 'CONTENDER_FAILED',
    message: '"a" on "x" failed: connection reset',
  });
  expect(log).toEqual(['setup a', 'teardown a']);
});

test('after a failed setup, only the contenders before it are torn down', async () => {
  const log: string[] = [];
  const contenders = [recorded('a', log), recorded('b', log, 'setup'), recorded('c', log)];
  await expect(compare({ ...options, contenders })).rejects.toMatchObject({
    code: 'CONTENDER_FAILED',
    message: '"b" failed in setup: out of paper',
  });
  expect(log).toEqual(['setup a', 'setup b', 'teardown a']);
});

test('a failed teardown does not stop the other teardowns', async () => {
  const log: string[] = [];
  const contenders = [recorded('a', log), recorded('b', log, 'teardown')];
  await expect(compare({ ...options, contenders })).rejects.toMatchObject({
    code: 'CONTENDER_FAILED',
    message: '"b" failed in teardown: out of paper',
  });
  expect(log.slice(-2)).toEqual(['teardown b', 'teardown a']);
});

test('the first error is thrown, with the failed teardown in its message', async () => {
  const log: string[] = [];
  const contenders = [recorded('a', log, 'run'), recorded('b', log, 'teardown')];
  await expect(compare({ ...options, contenders })).rejects.toMatchObject({
    code: 'CONTENDER_FAILED',
    message: '"a" on "x" failed: out of paper; "b" failed in teardown: out of paper',
  });
});
