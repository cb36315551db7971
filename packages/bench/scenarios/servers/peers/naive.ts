// The baseline of the benchmark: what one writes first. It joins chunks, decodes frames
// one by one, and writes each answer by itself. No limits, no errors, no stop.

import { createServer, type AddressInfo } from 'node:net';
import { estimatePi } from '@bytes-up/protocol';

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]); // the contender: naive on purpose
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
      const end = 4 + rest.readUInt32LE(0);
      socket.write(answer(rest.toString('utf8', 4, end)));
      rest = rest.subarray(end);
    }
  });
});

function answer(request: string): Buffer {
  const { in: method, params, id } = JSON.parse(request) as Record<string, string>;
  const [out, result] = method === 'pi' ? ['pi_r', estimatePi(params ?? null)] : ['pong', params];
  const body = Buffer.from(JSON.stringify({ out, result, id }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
