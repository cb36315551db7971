// A recorded gRPC session, frame by frame: HTTP/2's frames, and gRPC's messages in the
// DATA of each stream. Messages need not begin or end with a frame.

import { MessageReader } from '../by-hand/message/message-prefix';
import { describeFrame } from './describe-frame';
import { HeaderList } from './header-list';
import { Http2FrameSplitter, type Http2Frame } from './http2-frames';

/** Bytes of a message that are shown. */
const MAX_SHOWN = 16;

/** One direction of a connection. */
export class Transcript {
  readonly #splitter: Http2FrameSplitter;
  readonly #headers = new HeaderList();
  readonly #messages = new Map<number, MessageReader>();
  /** Every frame so far. */
  readonly frames: Http2Frame[] = [];

  constructor(isClient: boolean) {
    this.#splitter = new Http2FrameSplitter(isClient);
  }

  // #region read
  /** @returns lines for each frame that is complete now, and for its content */
  read(chunk: Buffer): string[] {
    return this.#splitter.push(chunk).flatMap((frame) => {
      this.frames.push(frame);
      const lines = describeFrame(frame, this.#headers);
      return frame.type === 'DATA' ? [...lines, ...this.#describeMessages(frame)] : lines;
    });
  }

  #describeMessages({ stream, payload }: Http2Frame): string[] {
    const reader = this.#messages.get(stream) ?? new MessageReader();
    this.#messages.set(stream, reader);
    const whole = reader.push(payload).map(({ isCompressed, bytes }) => {
      const what = isCompressed ? 'a compressed message' : 'a message';
      const shown = bytes.subarray(0, bytes.length > MAX_SHOWN ? 8 : MAX_SHOWN);
      const hex = shown.toString('hex').replace(/../g, '$& ').trim();
      return `  ${what} of ${bytes.length} bytes${bytes.length > MAX_SHOWN ? ', which begins' : ':'} ${hex}`;
    });
    const rest = reader.unfinished;
    return rest === 0 ? whole : [...whole, `  ${rest} bytes of an incomplete message`];
  }
  // #endregion read
}
