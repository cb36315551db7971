import { hello, type Step } from './hello';

test('the journey of one call, step by step', () => {
  const steps: Step[] = [];
  hello((step) => steps.push(step));
  const names = steps.map(({ who, call }) => `${who} ${call.slice(0, call.indexOf('('))}`);
  expect(names).toEqual([
    ...['server socket', 'server bind', 'server listen'],
    ...['client socket', 'client connect', 'client send'],
    ...['server accept', 'server recv', 'server send'],
    ...['client recv', 'client shutdown', 'server recv'],
  ]);
});

test('connect and send succeed before the server has accepted', () => {
  const steps: Step[] = [];
  hello((step) => steps.push(step));
  const at = (name: string): number => steps.findIndex(({ call }) => call.startsWith(name));
  expect(at('connect')).toBeLessThan(at('accept'));
  expect(at('send')).toBeLessThan(at('accept'));
  expect(steps[at('send')]?.result).toBe('5');
});

test('bytes that were sent before accept are received, and 0 is the end of the stream', () => {
  const steps: Step[] = [];
  hello((step) => steps.push(step));
  const received = steps.filter(({ call }) => call.startsWith('recv'));
  expect(received.map(({ result }) => result)).toEqual(['5', '5', '0']);
  expect(received.map(({ means }) => means)).toEqual([
    expect.stringContaining('"hello"'),
    expect.stringContaining('"world"'),
    expect.stringContaining('end of the stream'),
  ]);
});

test('three descriptors for one call: the listening socket, and one for each end', () => {
  const steps: Step[] = [];
  hello((step) => steps.push(step));
  const made = steps.filter(({ call }) => /^(socket|accept)\(/.test(call));
  expect(new Set(made.map(({ result }) => result)).size).toBe(3);
});
