// The peer: JSON-RPC 2.0 over TCP by jayson, a message on each line.

import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { estimatePi, type Json } from '@bytes-up/protocol';

type Method = (params: readonly Json[], done: (error: null, result: Json) => void) => void;

/** What is used of it. Its own types come with those of Node 12. */
interface Jayson {
  readonly Server: new (methods: Readonly<Record<string, Method>>) => { tcp(): Server };
}

const jayson = createRequire(__filename)('jayson') as Jayson;

const methods: Readonly<Record<string, Method>> = {
  ping: ([text = null], done) => done(null, text),
  pi: ([terms = null], done) => done(null, estimatePi(terms)),
};

const server = new jayson.Server(methods).tcp();
server.on('connection', (socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
