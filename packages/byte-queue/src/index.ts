// What every reader of a stream begins with: a queue of bytes. It imports nothing of
// ours, so everything may import it.
export { ByteQueue } from './byte-queue';
export { copiedBytes } from './copied-bytes';
