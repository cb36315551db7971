// Passes as many descriptors to a forked child as its argument says, two per message. The
// child writes its pid to each and closes them. Reports what arrived, and how many
// descriptors are open before and after on both sides.

import {
  _exit,
  close,
  forkChild,
  pipe,
  read,
  recvmsg,
  sendmsg,
  socketpair,
  waitpid,
  write,
} from '..';
import { openDescriptors } from './processes';
import { report } from './report';

const pairs = Number(process.argv[2]);
const [ours, theirs] = socketpair();
const before = openDescriptors();

const child = forkChild();
if (child === 0) {
  close(ours);
  const atStart = openDescriptors();
  const byte = Buffer.alloc(16);
  let messages = 0;
  for (;;) {
    const { count, descriptors } = recvmsg(theirs, byte, 2);
    if (count === 0) break;
    messages += count;
    for (const fd of descriptors) {
      write(fd, Buffer.from(`${process.pid}.`));
      close(fd);
    }
  }
  report({ side: 'child', messages, descriptorsGained: openDescriptors() - atStart });
  _exit(0);
}

let right = 0;
const buffer = Buffer.alloc(20);
for (let i = 0; i < pairs; i++) {
  const [first, second] = [pipe(), pipe()];
  sendmsg(ours, Buffer.alloc(1), [first.writeEnd, second.writeEnd]);
  for (const { readEnd, writeEnd } of [first, second]) {
    close(writeEnd); // the one on its way keeps the pipe open
    if (buffer.toString('latin1', 0, read(readEnd, buffer)) === `${child}.`) right++;
    // the child closed its end, so the pipe has ended
    if (read(readEnd, buffer) !== 0) right--;
    close(readEnd);
  }
}
close(ours);
close(theirs);
report({ right, ended: waitpid(child), descriptorsGained: openDescriptors() + 2 - before });
