// The peer: REST on fastify. POST /ping and POST /pi take and return JSON, without
// schemas.

import { fastify } from 'fastify';
import { estimatePi } from '@bytes-up/protocol';

interface Params {
  Body: { readonly params: string | number };
}

const server = fastify({ keepAliveTimeout: 0 });
server.post<Params>('/ping', ({ body }) => ({ result: body.params }));
server.post<Params>('/pi', ({ body }) => ({ result: estimatePi(body.params) }));
server.server.on('connection', (socket) => socket.setNoDelay(true));

void server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }).then((address) => {
  console.log(`listening on ${new URL(address).host}`);
});
