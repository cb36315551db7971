// Executes a shell that reports its arguments and its environment.

import { execve, setCloseOnExec } from '..';

for (const fd of [0, 1, 2]) setCloseOnExec(fd, false);
const script = 'unset PWD SHLVL _; echo "\\"$1, $(env | grep -v -e ^PWD -e ^SHLVL -e ^_)\\""';
execve('/bin/sh', ['sh', '-c', script, 'sh', 'one two'], { ONLY: 'this' });
