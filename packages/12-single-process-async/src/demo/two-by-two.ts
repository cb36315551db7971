// The booklet's open question as an experiment: synchronous or asynchronous, blocking or
// non-blocking, one way of reading for each combination. Each time another process sends
// four bytes, and later six more; the reader has room for ten.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { read } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { close, dup, MSG_DONTWAIT, recv, send, socketpair, tryRecv } from '@bytes-up/posix';

const ROOM = 10;
/**
 * The sender is another process, because a thread that blocks cannot send to itself. It
 * sends the second piece when it is told to.
 */
const SENDER = 'sleep 0.1; printf 1234; read -r go_on; sleep 0.1; printf 567890';

/** What one way of reading did. */
export class Notes {
  /** Bytes that each read returned. */
  readonly pieces: number[] = [];
  /** Reads that returned nothing: EAGAIN. */
  empty = 0;
  /** How often this thread was free for other work. */
  otherWork = 0;

  constructor(private readonly goOn: () => void) {}

  get complete(): boolean {
    return this.pieces.reduce((sum, piece) => sum + piece, 0) >= ROOM;
  }

  got(piece: number): void {
    this.pieces.push(piece);
    if (!this.complete) this.goOn();
  }
}

type Way = (fd: number, notes: Notes) => void | Promise<void>;

// #region ways
/** Synchronous, blocking: one call, and the thread waits until it returns. */
const recvBlocks: Way = (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete; notes.otherWork++) {
    notes.got(recv(fd, room));
  }
};

/** Synchronous, non-blocking: the call returns at once, and the thread retries. */
const recvInALoop: Way = (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete; notes.otherWork++) {
    const count = tryRecv(fd, room, MSG_DONTWAIT);
    if (typeof count === 'number') notes.got(count);
    else notes.empty++;
  }
};

/**
 * Asynchronous, blocking: a thread of libuv's pool blocks, and this one is told later.
 */
const readInThePool: Way = async (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete;) {
    const { bytesRead } = await promisify(read)(fd, room, 0, ROOM, null);
    notes.got(bytesRead);
  }
};

/**
 * Asynchronous, non-blocking: no thread waits in a read; epoll reports when it will
 * succeed.
 */
const readWhenReady: Way = async (fd, notes) => {
  const socket = new Socket({ fd: dup(fd) }); // makes it non-blocking; epoll watches it
  socket.on('data', (bytes) => notes.got(bytes.length));
  await once(socket, 'end');
  socket.destroy();
};
// #endregion ways

export const WAYS: Readonly<Record<string, Way>> = {
  'synchronous, blocking: recv': recvBlocks,
  'synchronous, non-blocking: recv in a loop': recvInALoop,
  'asynchronous, blocking: read in a pool of threads': readInThePool,
  'asynchronous, non-blocking: read when ready': readWhenReady,
};

/** Lets one way read the ten bytes, beside other work that is always ready to run. */
export async function experiment(way: Way): Promise<Notes> {
  const [ours, theirs] = socketpair();
  const sender = spawn('sh', ['-c', SENDER], { stdio: [theirs, theirs, 'inherit'] });
  const exited = once(sender, 'exit');
  close(theirs); // the sender has the only copies now: when it exits, we read end of file
  const notes = new Notes(() => send(ours, Buffer.from('\n')));
  let reading = true;
  const done = Promise.resolve(way(ours, notes)).finally(() => (reading = false));
  for (; reading; notes.otherWork++) await turn();
  await done;
  await exited;
  close(ours);
  return notes;
}
