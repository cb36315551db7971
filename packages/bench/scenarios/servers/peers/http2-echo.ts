// The peer: the minimum that node:http2 can do for gRPC. It sends every message back with
// the trailers of a call that succeeded, without deadlines, limits or protobuf.

import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

const server = createServer();
server.on('sessionError', () => undefined); // the session is closed by itself
server.on('stream', (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.on('data', (message: Buffer) => stream.end(message));
  stream.on('error', () => undefined); // 'close' follows
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
