// Who waits for whom?, solved.

type Questions = 'connectOfB' | 'sendOfB' | 'answerOfB' | 'answerOfC';
type WhenOneByOne = 'at once' | 'after A has left' | 'after B has left' | 'never';
type WhenSilent = 'at once' | 'after the answer of B' | 'after A has left' | 'never';

/**
 * The kernel completes connections and accepts bytes by itself, so connect and send
 * return at once. The answer needs the server, which is in recv, waiting for A's next
 * bytes. When A has left, the server accepts the first connection in the backlog, and
 * serves it until it leaves.
 */
export const oneByOne: Record<Questions, WhenOneByOne> = {
  connectOfB: 'at once',
  sendOfB: 'at once',
  answerOfB: 'after A has left',
  answerOfC: 'after B has left',
};

/**
 * The server has accepted A, and waits for its bytes, whether they arrive or not. B's
 * bytes arrived first, but they have to wait in the kernel.
 */
export const silent: Record<'answerOfA' | 'answerOfB', WhenSilent> = {
  answerOfA: 'at once',
  answerOfB: 'after A has left',
};

/**
 * Half a frame is not a request, so there is nothing to answer. Without the timeout, A
 * could block the server for as long as it likes.
 */
export const halfFrame = {
  endOfA: 'the server closes it, without an answer',
  answerOfB: 'after the connection of A has ended',
};

/**
 * The server has answered what it has read, so A's connection is closed as usual. B was
 * never accepted: when the listening socket is closed, the kernel resets the connections
 * in its backlog. B's request was not executed, but B can't know that.
 */
export const ctrlC = {
  endOfA: 'the server closes it',
  endOfB: 'it is reset',
};
