// What a worker does when the master closes the channel.

import { close, send, setNonBlocking, socketpair } from '@bytes-up/posix';
import type { EpollConnections, EventLoop } from '@bytes-up/single-process-async';
import { Channel, Reports } from './worker';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([
  ['nothing in it', false],
  ['reports in it that the master has not read', true],
])('a channel that the master has closed, with %s, is no longer watched', (_name, unread) => {
  const [masters, workers] = socketpair();
  setNonBlocking(workers);
  const forgotten: number[] = [];
  const loop = { forget: (fd: number) => forgotten.push(fd) } as unknown as EventLoop;
  const channel = new Channel(workers, loop, {} as EpollConnections, new Reports(workers), {
    log: () => undefined,
    who: '',
  });
  channel.ready();
  expect(forgotten).toEqual([]); // no message yet, and the channel is open
  if (unread) send(workers, Buffer.alloc(1));
  close(masters);
  channel.ready();
  expect(forgotten).toEqual([workers]);
  close(workers);
});
