// `pi` over REST, for the comparison of chapter 20: node:http and JSON, nothing else.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { estimatePi } from '@bytes-up/protocol';

const HOST = '127.0.0.1';

const server = createServer((request, response) => {
  const terms = Number(new URL(request.url ?? '/', `http://${HOST}`).searchParams.get('terms'));
  response.setHeader('content-type', 'application/json');
  try {
    response.end(JSON.stringify({ result: estimatePi(terms) }));
  } catch (error) {
    response.statusCode = 400;
    response.end(JSON.stringify({ error: (error as Error).message }));
  }
});

server.listen(0, HOST, () => {
  console.log(`listening on ${HOST}:${(server.address() as AddressInfo).port}`);
});
