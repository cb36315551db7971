import { recvOnce } from './recv-once';
import { subject } from '../testing/subject';

const { encodeFrame, FrameDecoder } = subject();
const bodies = ['{"in":"ping"}', '{"in":"pi","params":10}'];
const stream = Buffer.concat(bodies.map((body) => encodeFrame(body)));

function survives(read: (chunks: readonly Uint8Array[]) => string[], cut: number): boolean {
  try {
    return read([stream.subarray(0, cut), stream.subarray(cut)]).join() === bodies.join();
  } catch {
    return false;
  }
}

test('one recv for each part is right only where the network happens to cut between the parts', () => {
  const once = (chunks: readonly Uint8Array[]) => recvOnce(chunks).map(String);
  const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1);
  const firstFrame = 4 + (bodies[0]?.length ?? 0);
  expect(cuts.filter((cut) => survives(once, cut))).toEqual([4, firstFrame, firstFrame + 4]);
});

test('FrameDecoder is right wherever the network cuts', () => {
  const decode = (chunks: readonly Uint8Array[]) => {
    const frames = new FrameDecoder({ maxFrameBytes: 100 });
    for (const chunk of chunks) frames.push(chunk);
    return [String(frames.next()), String(frames.next())];
  };
  for (let cut = 1; cut < stream.length; cut++) expect(survives(decode, cut)).toBe(true);
});

test('a length without a limit: the booklet believes whatever four bytes say', () => {
  const [body] = recvOnce([Buffer.from('ffffffff', 'hex'), Buffer.alloc(10)]);
  // it went on to wait for 4 GiB, and took what came for the message
  expect(body).toHaveLength(10);
});
