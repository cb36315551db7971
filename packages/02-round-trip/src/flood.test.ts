import { floodAndBlock, floodWithoutBlocking } from './flood';

const TIMEOUT_MS = 200;

test('where nobody reads both kernels take bytes until the buffers are full, and then send says EAGAIN', () => {
  const { taken, sending, received, sends, last } = floodWithoutBlocking();
  expect(last).toBe('EAGAIN');
  expect(sends).toBeGreaterThan(1);
  expect(sending).toBeGreaterThan(0);
  expect(received).toBeGreaterThan(0);
  expect(sending + received).toBe(taken);
});

test('a send that does not block returns at once also when it takes nothing', () => {
  // No process reads, and this socket has no SO_SNDTIMEO, so a blocking send would hang.
  expect(floodWithoutBlocking().last).toBe('EAGAIN');
});

test('a send that blocks stops where both buffers are full, and returns fewer bytes than it was given', () => {
  const { taken, sending, received, blockedMs } = floodAndBlock(TIMEOUT_MS);
  expect(taken).toBeLessThan(256 * 1024 * 1024);
  expect(sending + received).toBe(taken);
  expect(blockedMs).toBeGreaterThan(TIMEOUT_MS / 2);
});
