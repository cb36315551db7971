// A child that ends in the way that the argument names. Reports what waitpid says about
// it.

import { _exit, forkChild, forkEventLoop, waitpid } from '..';
import { childrenOf } from './processes';
import { report } from './report';

const way = process.argv[2]!;
process.on('exit', () => report('the parent cleans up'));

if (forkChild() === 0) {
  switch (way) {
    case '_exit':
      _exit(7);
      break;
    case 'process.exit':
      process.on('exit', (code) => report(`exit listener ${code}`));
      process.exit(7);
      break;
    case 'throw':
      throw new Error('thrown in the child');
    case 'process.exitCode':
      process.exitCode = 7; // and the script ends
      break;
    case 'rejection':
      forkEventLoop();
      void Promise.reject(new Error('rejected in the child'));
      break;
    case 'empty event loop':
      forkEventLoop();
      setTimeout(() => (process.exitCode = 7), 10);
      break;
  }
} else {
  report({ ...waitpid(-1), pid: 0 });
  report(childrenOf(process.pid));
}
