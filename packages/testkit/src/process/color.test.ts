import { wantsColor } from './color';

test.each([
  { stream: { isTTY: true }, env: {}, expected: true },
  { stream: { isTTY: true }, env: { NO_COLOR: '', TERM: 'xterm' }, expected: true },
  { stream: { isTTY: true }, env: { NO_COLOR: '1' }, expected: false },
  { stream: { isTTY: true }, env: { TERM: 'dumb' }, expected: false },
  { stream: {}, env: {}, expected: false },
])('colours: $stream with $env: $expected', ({ stream, env, expected }) => {
  expect(wantsColor(stream, env)).toBe(expected);
});
