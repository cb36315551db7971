// How long an event loop works for one connection before the others have their turn, and
// how much it writes at once. Chapters 08 to 14.

/**
 * The longest turn of one connection, in milliseconds. A handler that runs longer is not
 * cut.
 */
export const TURN_MS = 10;

/** Bytes of answers that are worth a send of their own: small ones leave together. */
export const FLUSH_BYTES = 64 * 1024;
