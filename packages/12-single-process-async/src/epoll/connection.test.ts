// What a connection does when the kernel takes a part of its answers, and a moment later all of them.

import { encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { close, send, setNonBlocking, socketpair, trySend, tryRecv } from '@bytes-up/posix';
import { DEFAULT_LIMITS, syncTestMethods } from '@bytes-up/protocol';
import { EpollConnection } from './connection';
import { EventLoop } from './event-loop';

jest.mock('@bytes-up/posix', () => {
  const actual = jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  return { ...actual, trySend: jest.fn(actual.trySend) };
});

/** Answers that are worth a send of their own. */
const BYTES = 70_000;

test('where there is room again at the end of a turn, the calls that wait are served without a further event', () => {
  const { trySend: really } =
    jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  const [ours, theirs] = socketpair();
  setNonBlocking(ours);
  const loop = new EventLoop();
  const connection = new EpollConnection(ours, 'test', context(), loop, () => undefined);
  try {
    const calls = [1, 2, 3].map((id) =>
      JSON.stringify({ in: 'blob', params: { bytes: BYTES }, id }),
    );
    send(theirs, Buffer.concat(calls.map((call) => encodeFrame(call))));
    // The first send takes a part of the first answer; all that follow take everything.
    jest
      .mocked(trySend)
      .mockImplementationOnce((fd, bytes, flags) => really(fd, bytes.subarray(0, 1_000), flags));
    const decoder = new FrameDecoder(DEFAULT_LIMITS);
    const ids: unknown[] = [];
    const room = Buffer.alloc(64 * 1024);
    setNonBlocking(theirs);
    for (let turn = 0; turn < 20 && ids.length < 3; turn++) {
      loop.turn(0);
      for (let n = tryRecv(theirs, room); typeof n === 'number'; n = tryRecv(theirs, room)) {
        decoder.push(Buffer.from(room.subarray(0, n)));
      }
      for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
        ids.push((JSON.parse(body.toString()) as { readonly id: number }).id);
      }
    }
    expect(ids).toEqual([1, 2, 3]);
  } finally {
    connection.cut('the test is over');
    loop.close();
    close(theirs);
  }
});

function context() {
  const stop = { requested: false, look: () => false, leftMs: Infinity };
  return {
    service: syncTestMethods(),
    limits: DEFAULT_LIMITS,
    log: () => undefined,
    trace: undefined,
    stop,
  } as unknown as ConstructorParameters<typeof EpollConnection>[2];
}
