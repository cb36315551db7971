import { UsageError } from '@bytes-up/protocol';
import { parseArguments } from './arguments';

test('six loops and three runs when nothing is said', () => {
  expect(parseArguments([])).toEqual({ loops: 6, times: 3, nice: undefined, jest: [] });
});

test.each([
  ['--loops 2 --times=1 --nice 19', { loops: 2, times: 1, nice: 19, jest: [] }],
  ['-- -t title', { loops: 6, times: 3, nice: undefined, jest: ['-t', 'title'] }],
  ['--nice 0 -- --loops -- x', { loops: 6, times: 3, nice: 0, jest: ['--loops', '--', 'x'] }],
])('%s', (args, expected) => {
  expect(parseArguments(args.split(' '))).toEqual(expected);
});

test('--help, but not jest’s', () => {
  expect(parseArguments(['--loops', '2', '--help'])).toBe('help');
  expect(parseArguments(['--', '--help'])).toMatchObject({ jest: ['--help'] });
});

test.each([
  ['--loops', '--loops must be a whole number from 1 to 64, not left out'],
  ['--loops 0', '--loops must be a whole number from 1 to 64, not 0'],
  ['--loops 65', '--loops must be a whole number from 1 to 64, not 65'],
  ['--times 1e3', '--times must be a whole number from 1 to 20, not 1e3'],
  ['--nice -1', '--nice must be a whole number from 0 to 19, not -1'],
  ['--nice=', '--nice must be a whole number from 0 to 19, not '],
  ['codec', 'unknown argument codec; see --help'],
  ['--loop 3', 'unknown argument --loop; see --help'],
])('refuses %s', (args, message) => {
  expect(() => parseArguments(args.split(' '))).toThrow(new UsageError(message));
});
