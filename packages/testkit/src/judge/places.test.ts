import { placesOf } from './places';

const FILE = '/course/my/rpc/client.ts';

function thrown(...lines: readonly string[]): Error {
  const error = new Error('it');
  error.stack = ['Error: it', ...lines.map((line) => `    at ${line}`)].join('\n');
  return error;
}

test('the path through the learner’s files is reported, outermost call first', () => {
  const error = thrown(
    'Calls.complete (/course/my/rpc/calls.ts:33:11)',
    'Socket.emit (node:events:518:28)',
    'read (/course/my/rpc/client.ts:24:5)',
    'async /course/packages/07-client/exercises/rpc-client/judge.ts:9:1',
  );
  expect(placesOf(error, FILE)).toBe('my/rpc/client.ts:24 → my/rpc/calls.ts:33');
});

test('a recursion is reported once', () => {
  const lines = Array.from({ length: 10 }, () => 'again (/course/my/rpc/client.ts:7:3)');
  expect(placesOf(thrown(...lines), FILE)).toBe('my/rpc/client.ts:7');
});

test('code that is not the learner’s has no place', () => {
  expect(placesOf(thrown('it (/course/packages/x.ts:1:1)'), FILE)).toBeUndefined();
  expect(placesOf('not an error', FILE)).toBeUndefined();
});

test('the checkout may be in a folder with a space and a bracket', () => {
  const file = '/home/me/My (own) code/my/rpc/client.ts';
  expect(placesOf(thrown(`read (${file}:24:5)`, `async ${file}:9:1`), file)).toBe(
    'my/rpc/client.ts:9 → my/rpc/client.ts:24',
  );
});
