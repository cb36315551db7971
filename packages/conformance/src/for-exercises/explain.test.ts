import { withEnd } from './explain';

const FAILURE = { expected: 'a pong', came: 'an error' };
const FILE = '/course/my/rpc/server.ts';

test('the log is what a program printed, without the stacks of exceptions', () => {
  const printed = `a line
TypeError [ERR_INVALID_ARG_TYPE]: The "data" argument must be a string
    at encode (${FILE}:7:3)
    at Socket.<anonymous> (${FILE}:20:5) {
  code: 'ERR_INVALID_ARG_TYPE'
}

`;
  expect(withEnd(FAILURE, undefined, printed, FILE)).toEqual({
    expected: 'a pong',
    came: 'an error; your program printed "TypeError [ERR_INVALID_ARG_TYPE]: The "data" argument must be a string"',
    log: [
      'a line',
      'TypeError [ERR_INVALID_ARG_TYPE]: The "data" argument must be a string',
      "  code: 'ERR_INVALID_ARG_TYPE'",
    ],
  });
});

test('without a line that says something there is no log', () => {
  expect(withEnd(FAILURE, undefined, '\n  }\n]\n', FILE)).toEqual(FAILURE);
});
