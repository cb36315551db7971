import { UnsupportedCallError } from './index';
import { assertAvailable, declareAll, libc, whyUnsupported } from './libc';
import { describeOnLinux } from './testing/on-linux';

describe('whyUnsupported', () => {
  it.each<[string, string, string | undefined]>([
    ['linux', 'x64', undefined],
    ['linux', 'arm64', undefined],
    [
      'linux',
      's390x',
      'its struct layouts are written for Linux on x64 and arm64, and this is s390x',
    ],
    [
      'darwin',
      'arm64',
      'it needs Linux, and this is darwin, where numbers and struct layouts differ',
    ],
  ])('%s on %s', (platform, arch, expected) => {
    expect(whyUnsupported(platform, arch)).toBe(expected);
  });
});

describe('declareAll on a system without our declarations', () => {
  const DARWIN = whyUnsupported('darwin', 'arm64')!;
  const calls = declareAll(DARWIN);

  it.each([
    ['accept4', 'node:net'],
    ['epoll_wait', 'node:net'],
    ['recvmsg', 'child.send(message, socket)'],
    ['fork', 'node:child_process or node:cluster'],
    ['sigaction', 'process.on(signal)'],
    ['pread', 'node:fs'],
    ['nanosleep', 'setTimeout'],
    ['uv_loop_fork', 'node:cluster'],
    ['sendmsg', 'child.send(message, socket)'],
  ] as const)('%s names its portable counterpart', (name, counterpart) => {
    const call = (): number => calls[name]();
    const message =
      `${name} cannot be called: it needs Linux, and this is darwin, where numbers and struct layouts differ. ` +
      `Use the portable counterpart, ${counterpart}, or the dev container`;
    expect(call).toThrow(new UnsupportedCallError(name, DARWIN, counterpart));
    expect(call).toThrow(message);
    expect(() => assertAvailable(name, DARWIN)).toThrow(message);
  });

  it.each([
    ['addressOfFunction', 'sigaction cannot be called'],
    ['addressOf', 'sendmsg cannot be called'],
    ['strerror', 'socket cannot be called'],
    ['errno', 'socket cannot be called'],
  ] as const)('%s names the call that needs it', (helper, message) => {
    const call = calls[helper] as () => unknown;
    expect(call).toThrow(message);
  });
});

describeOnLinux('libc', () => {
  it('is loaded once', () => {
    assertAvailable('fork');
    expect(libc()).toBe(libc());
  });

  it('has every call', () => {
    const missing = Object.entries(libc()).filter(([, call]) => typeof call !== 'function');
    expect(missing).toEqual([]);
    const refused = Object.entries(libc()).filter(([, call]) =>
      String(call).includes('Unsupported'),
    );
    expect(refused).toEqual([]);
  });
});
