// Lowers its limit of descriptors and reaches it in socket, accept and pipe. A connection
// that could not be accepted must wait in the backlog.

import { accept, bind, close, connect, getsockname, listen, pipe, socket } from '..';
import { dup, getrlimit, RLIMIT_NOFILE, setrlimit, SystemError, tryAccept } from '..';
import { report } from './report';

const listener = socket();
bind(listener, { host: '127.0.0.1', port: 0 });
listen(listener);
const client = socket();
connect(client, getsockname(listener));

const { hard } = getrlimit(RLIMIT_NOFILE);
setrlimit(RLIMIT_NOFILE, { soft: 64, hard });
const taken: number[] = [];

const calls = { socket, accept: () => accept(listener), tryAccept: () => tryAccept(listener) };
report({ firstError: fill(), more: errorsOf({ ...calls, pipe, dup: () => dup(client) }) });
taken.forEach(close);
report({ acceptedAfterwards: accept(listener).fd < 64 });

function fill(): string {
  for (;;) {
    try {
      taken.push(socket());
    } catch (error) {
      return (error as SystemError).code;
    }
  }
}

function errorsOf(wanted: Record<string, () => unknown>): string[] {
  return Object.values(wanted).map((call) => {
    try {
      call();
      return 'no error';
    } catch (error) {
      return (error as SystemError).message;
    }
  });
}
