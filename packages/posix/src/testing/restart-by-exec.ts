// First calls requireForkFlags. If it was started without them, it must be restarted with
// them, and keep its standard streams.

import { fstatSync, readFileSync } from 'node:fs';
import { forkChild, requireForkFlags, waitpid, _exit } from '..';
import { report } from './report';

const keep = process.env['KEEP_FD'] === undefined ? [] : [Number(process.env['KEEP_FD'])];
requireForkFlags(keep);

if (forkChild() === 0) _exit(5);
const child = waitpid(-1)!;
process.stderr.write('to standard error');
report({
  pid: process.pid,
  execArgv: process.execArgv.slice(0, 3),
  args: process.argv.slice(2),
  input: readFileSync(0, 'utf8'),
  child: child.state === 'exited' ? child.code : child,
  kept: keep.map((fd) => fstatSync(fd).isFIFO() || fstatSync(fd).isSocket()),
});
