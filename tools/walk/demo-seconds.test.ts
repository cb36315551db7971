import { withSeconds } from './demo-seconds';

test('a demo that takes about as long as before keeps its number', () => {
  const measured = new Map([
    ['03-codec', 10.4],
    ['01-why-rpc', 2.1],
    ['12-single-process-async', 9],
  ]);
  const text = withSeconds({ '03-codec': 9, '12-single-process-async': 5 }, measured);
  expect(JSON.parse(text)).toEqual({
    '01-why-rpc': 3,
    '03-codec': 9,
    '12-single-process-async': 9,
  });
  expect(Object.keys(JSON.parse(text) as object)[0]).toBe('01-why-rpc');
});
