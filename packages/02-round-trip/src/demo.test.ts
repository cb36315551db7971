import { join } from 'node:path';
import { runDemo, runOnAnotherSystem, typescriptCommand } from '@bytes-up/testkit';

const DEMO = join(__dirname, 'demo.ts');
let printed = '';

beforeAll(async () => {
  printed = await runDemo(DEMO);
});

test('the demo shows the journey, with what each call returned', () => {
  expect(printed).toMatch(/^client {2}send\(\d+, "hello", 5\) += 5 /m);
  expect(printed).toMatch(/^server {2}recv\(\d+, room, 100\) += 5 +"hello" had waited/m);
  expect(printed).toMatch(/^server {2}recv\(\d+, room, 100\) += 0 /m);
});

test('the demo shows bytes in other pieces than they were sent', () => {
  expect(printed).toContain('recv(100) = "helloworld"');
  expect(printed).toContain('recv(4) = "hell"  recv(100) = "oworld"');
});

test('the demo counts what two kernels take of a flood', () => {
  const numbers = [...printed.matchAll(/^ {4} *([\d,]+) (?:bytes were taken|wait in)/gm)];
  const [taken, sending, received] = numbers.map(([, digits = '']) => +digits.replaceAll(',', ''));
  expect(taken).toBe((sending ?? 0) + (received ?? 0));
  expect(printed).toMatch(/returned EAGAIN$/m);
});

test('elsewhere than on Linux the demo says in one line what it needs', () => {
  const { stdout, stderr, status } = runOnAnotherSystem(typescriptCommand(DEMO));
  expect(stdout).toBe('One call, each step when it is done:\n\n');
  expect(stderr).toMatch(
    /^02-round-trip: socket cannot be called: it needs Linux.*dev container\n$/,
  );
  expect(status).toBe(2);
});
