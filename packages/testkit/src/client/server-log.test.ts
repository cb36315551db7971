import { parseOpening, servedBy } from './server-log';

test.each([
  ['connection 1 127.0.0.1:40000 opened', { port: 40000, by: '' }],
  ['process 7 connection 12 127.0.0.1:40000 opened', { port: 40000, by: 'process 7' }],
  ['thread 3 connection 2 10.0.0.1:5 opened', { port: 5, by: 'thread 3' }],
  ['connection 1 127.0.0.1:40000 closed: client closed its sending side', undefined],
  ['stopping', undefined],
])('%s', (line, expected) => {
  expect(parseOpening(line)).toEqual(expected);
});

test('the log names the worker of each connection, in the order in which they opened', () => {
  const log = [
    'process 7 connection 1 127.0.0.1:40000 opened',
    'process 8 connection 1 127.0.0.1:40001 opened',
    'process 7 connection 1 127.0.0.1:40000 closed: client closed its sending side',
    'process 7 connection 2 127.0.0.1:40002 opened',
    'process 8 was killed by SIGKILL; restarting',
  ];
  expect(servedBy(log)).toEqual(['process 7', 'process 8', 'process 7']);
});
