// A process without a free descriptor is sent one: the message arrives, the descriptor is
// lost, and recvmsg says why.

import { close, recvDescriptor, sendDescriptor, socket, socketpair, SystemError } from '..';
import { getrlimit, RLIMIT_NOFILE, setrlimit } from '..';
import { report } from './report';

const [ours, theirs] = socketpair();
const { hard } = getrlimit(RLIMIT_NOFILE);
setrlimit(RLIMIT_NOFILE, { soft: 64, hard });
const taken: number[] = [];
try {
  for (;;) taken.push(socket());
} catch {
  sendDescriptor(ours, ours);
}
report(receive());
taken.forEach(close);
sendDescriptor(ours, ours);
report(receive());

function receive(): string {
  try {
    return typeof recvDescriptor(theirs);
  } catch (error) {
    return (error as SystemError).message;
  }
}
