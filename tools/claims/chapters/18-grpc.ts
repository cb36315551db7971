import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/interoperate.test.ts › a message above the limit is RESOURCE_EXHAUSTED, and the next call is answered',
    change: 'a message has no limit',
    file: 'src/by-hand/message/message-prefix.ts',
    find: 'if (length > this.maxBytes)',
    replace: 'if (length > 2 ** 32)',
  },
  {
    claim:
      'src/behaviour.test.ts › the service config retries a call that is UNAVAILABLE, up to four attempts',
    change: 'up to three times',
    file: 'src/client.ts',
    find: 'maxAttempts: 4,',
    replace: 'maxAttempts: 3,',
  },
  {
    claim:
      'src/behaviour.test.ts › metadata is sent with a call, and the interceptors on both sides see each call',
    change: 'the server does not log what a call is',
    file: 'src/interceptors.ts',
    find: 'mark = metadata.get(CALL_MARK).map(String).join();',
    replace: '',
  },
  {
    claim:
      'src/by-hand/parts.test.ts › $messageBytes bytes in frames of $frameBytes: each is copied at most twice',
    change: 'messages are glued together with each frame',
    file: 'src/by-hand/message/message-prefix.ts',
    find: 'this.#queue.append(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));',
    replace: 'this.#queue.append(Buffer.concat([this.#queue.take(this.#queue.length), chunk]));',
  },
];
