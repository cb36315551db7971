// Mistakes with many calls, many clients, slow clients and the end of a connection
// (sections 7 to 9 and 11 of docs/protocol.md).

import type { Rule } from './rule';

export const connections: readonly Rule[] = [
  {
    mistake: 'answers-when-ready',
    fails: ['7.1/waiting-before-fast'],
    text: 'Calls without an id are answered in the order in which they end. Their client can tell answers apart only by the order of its calls: hold an answer back until those before it are sent.',
  },
  {
    mistake: 'serves-one-at-a-time',
    fails: ['1.3/idle-first-client'],
    text: 'A second client waits until the first one has left. Use a thread, a process or an event loop, so that an idle connection does not block the others.',
  },
  {
    mistake: 'hangs-on-half-close',
    fails: ['8.1/half-close-at-once'],
    text: 'The connection stays open after the client has shut down its sending side. A read of zero bytes is the end of the stream: answer what is left, then close.',
  },
  {
    mistake: 'drops-calls-at-half-close',
    fails: ['8.1/half-close-waiting'],
    passes: ['8.1/half-close-at-once'],
    text: 'Calls in flight are dropped at the end of the stream. The client has only stopped sending; it still reads. Wait for the calls, then close.',
  },
  {
    mistake: 'refuses-at-max-in-flight',
    fails: ['7.3/waiting-ones-all-answered'],
    passes: ['7.2/waiting-ones-once'],
    text: 'Calls beyond maxInFlight are refused. Instead, stop reading until a call has ended: the rest waits in the kernel.',
  },
  {
    mistake: 'no-yield',
    fails: ['1.3/fairness'],
    passes: ['1.3/idle-first-client'],
    text: 'You serve all calls of one read before you look at another connection. Give the others a turn after each call, or after a few milliseconds.',
  },
  {
    mistake: 'dies-on-a-reset',
    fails: ['8.3/neighbour-of-a-reset'],
    text: 'A client that resets its connection ends the server, or disturbs another client. Catch the errors of reading and writing (ECONNRESET, EPIPE), and close that connection only.',
  },
  {
    mistake: 'leaks-descriptors',
    fails: ['8.3/descriptors'],
    passes: ['8.3/thousand-connects'],
    text: 'Descriptors are not closed when a connection ends. Close them in one place that runs for every ending: end of stream, reset, timeout, error.',
  },
  {
    mistake: 'never-pauses',
    fails: ['9.3/stops-reading'],
    text: 'The server keeps reading from a client that does not read, and stores the answers in memory. Stop reading while a write is blocked.',
  },
  {
    mistake: 'no-frame-timeout',
    fails: ['9.1/inside-the-body', '9.1/inside-the-length'],
    text: 'A frame that stops in the middle keeps its connection for ever. Close it frameTimeoutMs after its first byte.',
  },
  {
    mistake: 'times-the-pause-between-frames',
    fails: ['9.1/not-between-frames'],
    passes: ['9.1/inside-the-body'],
    text: 'The frame timeout runs while no frame has begun. Stop it when a frame is complete, and start it at the first byte of the next.',
  },
  {
    mistake: 'frame-timeout-per-read',
    fails: ['9.1/in-all'],
    passes: ['9.1/inside-the-body'],
    text: 'Each read restarts the frame timeout, so a client that sends a byte now and then is never disconnected. Start it once, at the first byte of the frame.',
  },
  {
    mistake: 'no-idle-timeout',
    fails: ['9.2/closed-when-idle'],
    text: 'An idle connection stays open in spite of --idle-timeout-ms. Close it when nothing was in flight for that long.',
  },
  {
    mistake: 'idle-timeout-by-default',
    fails: ['9.2/never-by-default'],
    text: 'Idle connections are closed by default. Without --idle-timeout-ms, or with 0, keep them open.',
  },
  {
    mistake: 'idle-since-it-connected',
    fails: ['9.2/calls-count'],
    passes: ['9.2/closed-when-idle'],
    text: 'A connection that makes calls is closed as idle. Start the idle timeout anew after each call.',
  },
  {
    mistake: 'no-write-timeout',
    fails: ['9.4/no-byte-taken'],
    text: 'You wait forever for a client that reads nothing. Limit how long answers may wait while the client takes none of their bytes.',
  },
  {
    mistake: 'resets-instead-of-lingering',
    fails: ['11.1/last-answer'],
    text: 'Closing with unread input sends a reset, which can destroy the last answer. Shut down the sending side, read and discard for lingerMs, then close.',
  },
  {
    mistake: 'waits-instead-of-reading',
    fails: ['11.1/reads-on'],
    passes: ['11.1/last-answer'],
    text: 'Before you close a connection you wait, but you do not read. A client that is still sending is then stuck as soon as the buffers are full, and does not come to read its answer. Read and discard for lingerMs.',
  },
  {
    mistake: 'lingers-for-ever',
    fails: ['11.2/chatty-client'],
    text: 'Reading and discarding never ends. Limit it to lingerMs in total, not per read.',
  },
];
