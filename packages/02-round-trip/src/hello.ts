// One call by hand (chapter 02): hello there and world back. Each step is a system call,
// with its result and the place of the bytes.

import { accept, bind, close, connect, getsockname, listen, recv, send } from '@bytes-up/posix';
import { SHUT_WR, shutdown, socket } from '@bytes-up/posix';

/** One step of the journey. */
export interface Step {
  readonly who: 'client' | 'server';
  /** The call as C would write it: `send(5, "hello", 5)`. */
  readonly call: string;
  /** What it returned. */
  readonly result: string;
  /** Where the bytes are now, or what the kernel did. */
  readonly means: string;
}

// #region hello
/** Makes the call, and reports each step when it is done. */
export function hello(report: (step: Step) => void): void {
  const server = (call: string, result: unknown, means: string): void =>
    report({ who: 'server', call, result: String(result), means });
  const client = (call: string, result: unknown, means: string): void =>
    report({ who: 'client', call, result: String(result), means });
  const room = Buffer.alloc(100);

  const l = socket();
  server('socket()', l, 'a number that stands for an object in the kernel');
  bind(l, { host: '127.0.0.1', port: 0 });
  const { port } = getsockname(l);
  server(`bind(${l}, 127.0.0.1:0)`, 0, `the kernel chose port ${port}`);
  listen(l);
  server(`listen(${l})`, 0, 'from now on the kernel answers whoever connects');

  const c = socket();
  client('socket()', c, 'the other side has a number of its own');
  connect(c, { host: '127.0.0.1', port });
  client(
    `connect(${c}, 127.0.0.1:${port})`,
    0,
    'done by the two kernels; the server knows nothing',
  );
  client(`send(${c}, "hello", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');

  const s = accept(l).fd;
  server(`accept(${l})`, s, 'taken out of the backlog: a third number, for this connection');
  const asked = recv(s, room);
  server(
    `recv(${s}, room, 100)`,
    asked,
    `"${textOf(room, asked)}" had waited in the receive buffer`,
  );
  server(`send(${s}, "world", 5)`, send(s, Buffer.from('world')), 'the way back is the same way');

  const answered = recv(c, room);
  client(`recv(${c}, room, 100)`, answered, `"${textOf(room, answered)}": the call is over`);
  shutdown(c, SHUT_WR);
  client(`shutdown(${c}, SHUT_WR)`, 0, 'nothing more will come from here');
  server(`recv(${s}, room, 100)`, recv(s, room), '0 is the end of the stream');
  for (const fd of [s, c, l]) close(fd);
}
// #endregion hello

function textOf(room: Buffer, count: number): string {
  return room.toString('latin1', 0, count);
}
