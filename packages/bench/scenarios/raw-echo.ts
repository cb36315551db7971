// The peer: what node:net does at least. It sends back what comes, and knows no frames,
// no JSON and no limits.

import { createServer, type AddressInfo } from 'node:net';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (bytes) => socket.write(bytes));
  socket.on('error', () => socket.destroy());
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
