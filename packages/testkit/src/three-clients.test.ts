import { parseOpening } from './three-clients';

test.each([
  ['connection 1 127.0.0.1:40000 opened', { port: 40000, by: '' }],
  ['process 7 connection 12 127.0.0.1:40000 opened', { port: 40000, by: 'process 7' }],
  ['thread 3 connection 2 10.0.0.1:5 opened', { port: 5, by: 'thread 3' }],
  ['connection 1 127.0.0.1:40000 closed: client closed its sending side', undefined],
  ['stopping', undefined],
])('%s', (line, expected) => {
  expect(parseOpening(line)).toEqual(expected);
});
