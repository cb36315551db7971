// Demo, part 2: half packets and sticky packets, first at every split point, then over a
// real socket.

import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { encodeFrame } from '../frame/encode-frame';
import { FrameDecoder } from '../frame/frame-decoder';
import { recvOnce } from '../other-ways/recv-once';

const BODIES = ['{"in":"ping","params":"one"}', '{"in":"ping","params":"two"}', '{"in":"ping"}'];

/**
 * Cuts three frames in two at every point, and counts how often each reader gets all
 * three.
 */
export function countSplits(): {
  readonly once: number;
  readonly decoder: number;
  readonly cuts: number;
} {
  const stream = Buffer.concat(BODIES.map((body) => encodeFrame(body)));
  const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1);
  const right = (read: (chunks: readonly Uint8Array[]) => Buffer[]) =>
    cuts.filter((cut) => {
      try {
        const bodies = read([stream.subarray(0, cut), stream.subarray(cut)]);
        return bodies.map(String).join() === BODIES.join();
      } catch {
        return false;
      }
    }).length;
  return { once: right(recvOnce), decoder: right(readFrames), cuts: cuts.length };
}

export function showSplits(): string[] {
  const { once, decoder, cuts } = countSplits();
  return [
    `${BODIES.length} frames, ${cuts + 1} bytes, cut in two at each of ${cuts} places. All frames read correctly:`,
    `  one recv for each part   ${String(once).padStart(3)} of ${cuts}`,
    `  FrameDecoder             ${String(decoder).padStart(3)} of ${cuts}`,
  ];
}

/** Writes two and a half frames, then the other half when the server has read those. */
export async function showSocket(): Promise<string[]> {
  const stream = Buffer.concat(BODIES.map((body) => encodeFrame(body)));
  const half = stream.length - 7;
  const lines: string[] = [];
  const decoder = new FrameDecoder({ maxFrameBytes: 1000 });
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [ReturnType<typeof connect>];
  let read = 0;
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
    decoder.push(chunk);
    const bodies: string[] = [];
    for (let body = decoder.next(); body !== undefined; body = decoder.next())
      bodies.push(body.toString());
    lines.push(
      `  read ${chunk.length} bytes: ${bodies.length} complete, ${bodies.join(' ')}; then ${decoder.state}`,
    );
    if (read === half) client.end(stream.subarray(half));
  });
  client.write(stream.subarray(0, half));
  await once(socket, 'end');
  decoder.end();
  socket.end();
  server.close();
  await once(server, 'close');
  return [
    `The same over a socket: ${half} bytes in one write, and the last 7 after the server read them.`,
    ...lines,
  ];
}

function readFrames(chunks: readonly Uint8Array[]): Buffer[] {
  const decoder = new FrameDecoder({ maxFrameBytes: 1000 });
  const bodies: Buffer[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let body = decoder.next(); body !== undefined; body = decoder.next()) bodies.push(body);
  }
  decoder.end();
  return bodies;
}
