// What a worker does when the master closes the channel, or does not read it.

import { close, send, setNonBlocking, socketpair, tryRecv } from '@bytes-up/posix';
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

onLinux('reports that did not fit into the channel are sent when there is room', () => {
  const [masters, workers] = socketpair();
  for (const end of [masters, workers]) setNonBlocking(end);
  const reports = new Reports(workers);
  const room = Buffer.alloc(64 * 1024);
  let received = 0;
  const receive = (): void => {
    for (let n = tryRecv(masters, room); typeof n === 'number'; n = tryRecv(masters, room)) {
      received += n;
    }
  };
  const CLOSED = 5_000;
  for (let n = 0; n < CLOSED; n++) reports.closed();
  receive();
  expect(received).toBeLessThan(CLOSED);
  reports.send();
  receive();
  expect(received).toBe(CLOSED);
  for (const end of [masters, workers]) close(end);
});
