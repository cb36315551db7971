import {
  close,
  EPOLLIN,
  EPOLLOUT,
  interruptEachTime,
  recv,
  send,
  SIG_DFL,
  signal,
  socketpair,
} from '@bytes-up/posix';
import { ServerProcess } from '@bytes-up/testkit';
import { EventLoop } from './event-loop';

let loop: EventLoop;
let ours: number;
let theirs: number;
const told: string[] = [];

beforeEach(() => {
  told.length = 0;
  loop = new EventLoop();
  [ours, theirs] = socketpair();
});

afterEach(() => {
  loop.close();
  close(ours);
  close(theirs);
});

const watcher = (name: string) => ({
  ready: (events: number) => {
    if ((events & EPOLLIN) !== 0) told.push(`${name} in`);
    if ((events & EPOLLOUT) !== 0) told.push(`${name} out`);
  },
});

test('a watcher is told when its descriptor has bytes, and each turn again until they are read', () => {
  loop.watch(ours, EPOLLIN, watcher('ours'));
  loop.turn(0);
  expect(told).toEqual([]);
  send(theirs, Buffer.from('x'));
  loop.turn(1_000);
  loop.turn(1_000); // level-triggered: the byte is still there
  expect(told).toEqual(['ours in', 'ours in']);
  recv(ours, Buffer.alloc(10));
  loop.turn(0);
  expect(told).toHaveLength(2);
});

test('the events of a watcher can change, also to none', () => {
  loop.watch(ours, EPOLLIN, watcher('ours'));
  loop.change(ours, EPOLLOUT);
  loop.turn(1_000);
  expect(told).toEqual(['ours out']);
  loop.change(ours, 0);
  send(theirs, Buffer.from('x'));
  loop.turn(0);
  expect(told).toEqual(['ours out']);
});

test('a watcher that was removed earlier in the same turn is not called', () => {
  loop.watch(ours, EPOLLIN, { ready: () => forget('ours', theirs) });
  loop.watch(theirs, EPOLLIN, { ready: () => forget('theirs', ours) });
  send(ours, Buffer.from('x'));
  send(theirs, Buffer.from('x'));
  loop.turn(1_000);
  expect(told).toHaveLength(1); // the first one removed the other

  function forget(name: string, other: number): void {
    told.push(name);
    loop.forget(other);
  }
});

test('a callback for soon comes after the watchers that are ready, in a turn that does not wait', () => {
  loop.watch(ours, EPOLLIN, watcher('ours'));
  send(theirs, Buffer.from('x'));
  loop.soon(() => {
    told.push('soon');
    loop.soon(() => told.push('soon again'));
  });
  loop.turn(60_000);
  expect(told).toEqual(['ours in', 'soon']);
  loop.turn(60_000);
  expect(told).toEqual(['ours in', 'soon', 'ours in', 'soon again']);
});

test('a signal ends the wait: with EINTR no watcher is called', async () => {
  interruptEachTime('SIGUSR1');
  // Repeatedly, because a signal that comes before the wait does not end it.
  const script = `while kill -USR1 ${process.pid}; do sleep 0.05; done`;
  const signaller = new ServerProcess(['sh', '-c', script]);
  try {
    const startedAtMs = performance.now();
    loop.turn(30_000);
    expect(performance.now() - startedAtMs).toBeLessThan(30_000);
    expect(told).toEqual([]);
  } finally {
    await signaller.stop();
    signal('SIGUSR1', SIG_DFL);
  }
});
