// A reply in two sends, as in the booklet, and the two ways to make it fast (chapter 08's
// demo). The server's first client gets the first of WAYS, the second client the second,
// and so on. man 7 tcp: TCP_NODELAY.

import { encodeFrame, FrameDecoder, LENGTH_BYTES } from '@bytes-up/codec';
import {
  accept,
  bind,
  close,
  getsockname,
  IPPROTO_TCP,
  listen,
  recv,
  send,
  setsockopt,
  socket,
  TCP_NODELAY,
} from '@bytes-up/posix';
import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { printReady } from '@bytes-up/server-kit';

export const WAYS = ['two sends', 'two sends, TCP_NODELAY', 'one send'] as const;
type Way = (typeof WAYS)[number];

// #region two-writes
/** The reply is small and the client reads, so the send buffer takes all of it. */
function reply(fd: number, way: Way, frame: Buffer): void {
  if (way === 'one send') {
    send(fd, frame);
    return;
  }
  send(fd, frame.subarray(0, LENGTH_BYTES)); // leaves at once
  // without TCP_NODELAY this waits until the first piece is acknowledged
  send(fd, frame.subarray(LENGTH_BYTES));
}
// #endregion two-writes

function serveClient(fd: number, way: Way): void {
  if (way === 'two sends, TCP_NODELAY') setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  const buffer = Buffer.alloc(4096);
  for (let count = recv(fd, buffer); count > 0; count = recv(fd, buffer)) {
    decoder.push(Buffer.from(buffer.subarray(0, count)));
    for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
      const { params } = JSON.parse(body.toString()) as { readonly params: unknown };
      reply(fd, way, encodeFrame(JSON.stringify({ out: 'pong', result: params })));
    }
  }
  close(fd);
}

if (require.main === module) {
  const listener = socket();
  bind(listener, { host: '127.0.0.1', port: 0 });
  listen(listener);
  printReady(getsockname(listener));
  for (const way of WAYS) serveClient(accept(listener).fd, way);
}
