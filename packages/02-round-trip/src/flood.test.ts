import { floodAndBlock, floodWithoutBlocking } from './flood';

const TIMEOUT_MS = 200;

test('if the server never reads, both kernels accept bytes until their buffers are full, and then send fails with EAGAIN', () => {
  const { accepted, sending, received, sends, last } = floodWithoutBlocking();
  expect(last).toBe('EAGAIN');
  expect(sends).toBeGreaterThan(1);
  expect(sending).toBeGreaterThan(0);
  expect(received).toBeGreaterThan(0);
  expect(sending + received).toBe(accepted);
});

test('a non-blocking send returns at once even if it accepts nothing', () => {
  // Nothing reads, and this socket has no SO_SNDTIMEO: a send that blocked would never
  // return.
  expect(floodWithoutBlocking().last).toBe('EAGAIN');
});

test('a blocking send hangs when both buffers are full, and after its timeout returns fewer bytes than it was given', () => {
  const { accepted, sending, received, blockedMs } = floodAndBlock(TIMEOUT_MS);
  expect(accepted).toBeLessThan(256 * 1024 * 1024);
  expect(sending + received).toBe(accepted);
  expect(blockedMs).toBeGreaterThan(TIMEOUT_MS / 2);
});
