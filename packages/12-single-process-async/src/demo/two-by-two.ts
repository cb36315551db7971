// The booklet's open question as an experiment: synchronous or asynchronous, blocking or non-blocking, one way for each field.
// In each, somebody sends four bytes, and after a while six more; the reader has room for ten.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { read } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { close, dup, MSG_DONTWAIT, recv, send, socketpair, tryRecv } from '@bytes-up/posix';

const ROOM = 10;
/** The other side: a process of its own, since a thread that blocks cannot send to itself. It goes on when it is told to. */
const SENDER = 'sleep 0.1; printf 1234; read -r go_on; sleep 0.1; printf 567890';

/** What a way of reading did. */
export class Notes {
  /** How many bytes each read brought. */
  readonly pieces: number[] = [];
  /** Reads that came back with nothing: EAGAIN. */
  vain = 0;
  /** How often this thread had a moment for something else. */
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
/** Synchronous, blocking: one call, and the thread stands still until it returns. */
const recvBlocks: Way = (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete; notes.otherWork++) {
    notes.got(recv(fd, room));
  }
};

/** Synchronous, non-blocking: the call returns at once, and the thread asks again and again. */
const recvInALoop: Way = (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete; notes.otherWork++) {
    const count = tryRecv(fd, room, MSG_DONTWAIT);
    if (typeof count === 'number') notes.got(count);
    else notes.vain++;
  }
};

/** Asynchronous, blocking: the call blocks a thread of libuv's pool, and this one is told later. */
const readInThePool: Way = async (fd, notes) => {
  for (const room = Buffer.alloc(ROOM); !notes.complete;) {
    const { bytesRead } = await promisify(read)(fd, room, 0, ROOM, null);
    notes.got(bytesRead);
  }
};

/** Asynchronous, non-blocking: nobody waits in a read; epoll tells when one will not come back in vain. */
const readWhenReady: Way = async (fd, notes) => {
  const socket = new Socket({ fd: dup(fd) }); // makes it non-blocking, and watches it with epoll
  socket.on('data', (bytes) => notes.got(bytes.length));
  await once(socket, 'end');
  socket.destroy();
};
// #endregion ways

export const WAYS: Readonly<Record<string, Way>> = {
  'synchronous, blocking: recv': recvBlocks,
  'synchronous, non-blocking: recv again and again': recvInALoop,
  'asynchronous, blocking: read in a pool of threads': readInThePool,
  'asynchronous, non-blocking: read when ready': readWhenReady,
};

/** Lets a way read the ten bytes, beside other work that wants its turn all the time. */
export async function experiment(way: Way): Promise<Notes> {
  const [ours, theirs] = socketpair();
  const sender = spawn('sh', ['-c', SENDER], { stdio: [theirs, theirs, 'inherit'] });
  const exited = once(sender, 'exit');
  close(theirs); // the sender's copies are the only ones now: their end is our end of file
  const notes = new Notes(() => send(ours, Buffer.from('\n')));
  let reading = true;
  const done = Promise.resolve(way(ours, notes)).finally(() => (reading = false));
  for (; reading; notes.otherWork++) await turn();
  await done;
  await exited;
  close(ours);
  return notes;
}
