// One call by hand: the client sends "hello", and the server answers "world". Shows what
// each system call returns, and where the bytes are then.

import { accept, bind, close, connect, getsockname, listen, recv, send } from '@bytes-up/posix';
import { SHUT_WR, shutdown, socket } from '@bytes-up/posix';

/** One system call. */
export interface Step {
  readonly who: 'client' | 'server';
  /** The call as in C: `send(5, "hello", 5)`. */
  readonly call: string;
  /** What it returned. */
  readonly result: string;
  /** Where the bytes are now, or what the kernel did. */
  readonly means: string;
}

// #region hello
/** Makes one call, and reports each step after it is done. */
export function hello(report: (step: Step) => void): void {
  const server = (call: string, result: unknown, means: string): void =>
    report({ who: 'server', call, result: String(result), means });
  const client = (call: string, result: unknown, means: string): void =>
    report({ who: 'client', call, result: String(result), means });
  const buffer = Buffer.alloc(100);

  // Three descriptors: l listens, c is the client's end, and s is the server's.
  const l = socket();
  server('socket()', l, 'a descriptor: the number of an object in the kernel');
  bind(l, { host: '127.0.0.1', port: 0 });
  const { port } = getsockname(l);
  server(`bind(${l}, 127.0.0.1:0)`, 0, `the kernel chose port ${port}`);
  listen(l);
  server(`listen(${l})`, 0, 'from now on the kernel completes connections');

  const c = socket();
  client('socket()', c, 'the client has its own descriptor');
  connect(c, { host: '127.0.0.1', port });
  client(
    `connect(${c}, 127.0.0.1:${port})`,
    0,
    'done by the two kernels, before the server accepts',
  );
  client(`send(${c}, "hello", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');

  const s = accept(l).fd;
  server(`accept(${l})`, s, 'the next connection in the backlog, as a third descriptor');
  const requestBytes = recv(s, buffer);
  server(
    `recv(${s}, buf, 100)`,
    requestBytes,
    `"${textOf(buffer, requestBytes)}" was in the receive buffer`,
  );
  server(`send(${s}, "world", 5)`, send(s, Buffer.from('world')), 'the same way back');

  const answerBytes = recv(c, buffer);
  client(
    `recv(${c}, buf, 100)`,
    answerBytes,
    `"${textOf(buffer, answerBytes)}": the call is complete`,
  );
  shutdown(c, SHUT_WR);
  client(`shutdown(${c}, SHUT_WR)`, 0, 'the client sends nothing more');
  server(`recv(${s}, buf, 100)`, recv(s, buffer), '0 is the end of the stream');
  for (const fd of [s, c, l]) close(fd);
}
// #endregion hello

function textOf(buffer: Buffer, count: number): string {
  return buffer.toString('latin1', 0, count);
}
