// The peer: REST on node:http, without a framework. POST /ping and POST /pi take and
// return JSON.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { estimatePi } from '@bytes-up/protocol';

const server = createServer({ noDelay: true, keepAliveTimeout: 0 }, (request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { params } = JSON.parse(body) as { params: string | number };
    const result = request.url === '/pi' ? estimatePi(params) : params;
    const text = JSON.stringify({ result });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
