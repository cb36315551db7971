// Messages across DATA frames. The task: npm start -- exercise 18-messages

export interface Message {
  /** It has to be decompressed. That is not part of this exercise. */
  readonly isCompressed: boolean;
  readonly bytes: Uint8Array;
}

/** Puts the five-byte prefix in front of a message. */
export function prefixed(message: Message): Uint8Array {
  throw new Error('not written yet: prefixed');
}

/** Finds the messages in the DATA frames of a stream. */
export class MessageReader {
  /** @param maxBytes a larger message is refused */
  constructor(maxBytes: number) {
    // not written yet: keep the limit
  }

  /**
   * Takes the bytes of a DATA frame.
   * @returns the messages that are now complete
   * @throws RpcError INTERNAL, RESOURCE_EXHAUSTED
   */
  push(chunk: Uint8Array): Message[] {
    throw new Error('not written yet: push');
  }

  /**
   * The stream has ended.
   * @throws RpcError INTERNAL if it has ended inside a prefix or a message
   */
  end(): void {
    throw new Error('not written yet: end');
  }
}
