import { formatBytesPerSecond, formatCallsPerSecond, formatRatio, formatTime } from './format';

test.each([
  [0, '0.00'],
  [0.0000004, '0.000'],
  [0.01234, '0.0123'],
  [1, '1.00'],
  [12.345, '12.3'],
  [999.4, '999'],
  [999.6, '1,000'],
  [1_234_567, '1,234,567'],
  [Infinity, 'Infinity'],
])('formatRatio(%d) is %s', (value, text) => {
  expect(formatRatio(value)).toBe(text);
});

test.each([
  [0.0000005, '0.500 ns'],
  [0.0005, '500 ns'],
  [0.0123, '12.3 µs'],
  [5.3, '5.30 ms'],
  [69_000, '69.0 s'],
])('formatTime(%d) is %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});

test.each([
  [1_000, 1, '1.00 MB/s'],
  [4_000_000, 1, '4.00 GB/s'],
  [10, 1, '10.0 kB/s'],
])('formatBytesPerSecond(%d, %d) is %s', (bytes, ms, text) => {
  expect(formatBytesPerSecond(bytes, ms)).toBe(text);
});

test.each([
  [2_000, 23.72, '84,300/s'],
  [1, 44, '23/s'],
  [0, 1, '0/s'],
])('formatCallsPerSecond(%d, %d) is %s', (calls, ms, text) => {
  expect(formatCallsPerSecond(calls, ms)).toBe(text);
});
