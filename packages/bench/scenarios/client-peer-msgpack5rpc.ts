// A server of the client scenario: a session of msgpack5rpc on each connection, which
// returns the argument of the call.

import { createServer, type AddressInfo } from 'node:net';
import Session from 'msgpack5rpc';

const server = createServer({ noDelay: true }, (socket) => {
  const session = new Session();
  session.attach(socket, socket);
  session.on(
    'request',
    (_method: string, args: unknown[], response: { send: (value: unknown) => void }) =>
      response.send(args[0]),
  );
  socket.on('error', () => socket.destroy());
});
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
