import { join } from 'node:path';
import { runDemo, runOnAnotherSystem, typescriptCommand } from '@bytes-up/testkit';

const DEMO = join(__dirname, 'demo.ts');
let printed = '';

beforeAll(async () => {
  printed = await runDemo(DEMO);
});

test('the demo shows the journey, with what each call returned', () => {
  expect(printed).toMatch(/^client {2}send\(\d+, "hello", 5\) += 5 /m);
  expect(printed).toMatch(/^server {2}recv\(\d+, buf, 100\) += 5 +"hello" was in the receive/m);
  expect(printed).toMatch(/^server {2}recv\(\d+, buf, 100\) += 0 /m);
});

test('the demo shows bytes in different pieces than they were sent in', () => {
  expect(printed).toContain('recv(100) = "helloworld"');
  expect(printed).toContain('recv(4) = "hell"  recv(100) = "oworld"');
});

test('the demo counts the bytes that two kernels buffer', () => {
  const numbers = [...printed.matchAll(/^ {4} *([\d,]+) (?:bytes were accepted|wait in)/gm)];
  const [accepted, sending, received] = numbers.map(
    ([, digits = '']) => +digits.replaceAll(',', ''),
  );
  expect(accepted).toBe((sending ?? 0) + (received ?? 0));
  expect(printed).toMatch(/returned EAGAIN$/m);
});

test('on another system the demo says in one line what it needs', () => {
  const { stdout, stderr, status } = runOnAnotherSystem(typescriptCommand(DEMO));
  expect(stdout).toBe('One call, step by step:\n\n');
  expect(stderr).toMatch(
    /^02-round-trip: socket cannot be called: it needs Linux.*dev container\n$/,
  );
  expect(status).toBe(2);
});
