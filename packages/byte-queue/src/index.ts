// A queue of bytes for everything that reads a stream. It imports no other package of
// ours, so any package may import it.
export { ByteQueue } from './byte-queue';
export { copiedBytes } from './copied-bytes';
