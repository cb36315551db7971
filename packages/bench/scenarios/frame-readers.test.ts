import { encodeFrame } from '@bytes-up/codec';
import { compare } from '../src';
import {
  bareCopy,
  concatAndCopyRemainder,
  concatOnEveryChunk,
  frameDecoder,
  growingChunkList,
} from './frame-readers';

const readers = {
  frameDecoder: frameDecoder(1024),
  concatOnEveryChunk,
  concatAndCopyRemainder,
  growingChunkList,
};
const bodies = ['{"in":"ping"}', '', '{"in":"pong","params":[1,2,3]}'];
const stream = Buffer.concat(bodies.map((body) => encodeFrame(body)));

describe.each(Object.entries(readers))('%s', (_name, read) => {
  test('finds the same bodies wherever the stream is cut in three', () => {
    for (let first = 0; first <= stream.length; first++) {
      for (let second = first; second <= stream.length; second++) {
        const parts = [
          [0, first],
          [first, second],
          [second, stream.length],
        ] as const;
        const chunks = parts.map(([start, end]) => stream.subarray(start, end));
        expect(read(chunks).map(String)).toEqual(bodies);
      }
    }
  });

  test('finds them byte by byte', () => {
    const chunks = Array.from(stream, (byte) => Buffer.from([byte]));
    expect(read(chunks).map(String)).toEqual(bodies);
  });

  test('returns nothing for an incomplete frame', () => {
    expect(read([stream.subarray(0, 16)])).toEqual([]);
  });
});

test('the bare copy finds the body of a stream of one frame', () => {
  const frame = encodeFrame('{"in":"ping"}');
  expect(bareCopy()([frame.subarray(0, 9), frame.subarray(9)]).map(String)).toEqual([
    '{"in":"ping"}',
  ]);
});

test('a reader that loses a frame is detected before anything is timed', async () => {
  const comparison = compare({
    title: 'loses one',
    contenders: [
      { name: 'right', run: readers.frameDecoder },
      { name: 'wrong', run: (chunks: readonly Buffer[]) => readers.frameDecoder(chunks).slice(1) },
    ],
    baseline: 'right',
    inputs: [{ name: 'three frames', value: [stream] }],
  });
  await expect(comparison).rejects.toMatchObject({
    code: 'ANSWERS_DIFFER',
    message:
      '"wrong" answers "three frames" differently from "right": [0]: byte 0: expected 0x7b, got the end',
  });
});
