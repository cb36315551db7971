// How long an event loop works for one connection before it serves the others, and how
// much it writes at once. Chapters 08 to 14.

/** The longest turn of one connection, in milliseconds. A handler may run longer. */
export const TURN_MS = 10;

/** Answers are collected until they have this many bytes, and sent together. */
export const FLUSH_BYTES = 64 * 1024;
