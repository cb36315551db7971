// my/rpc, step 11: an event loop in each of several processes.
// The task: npm start -- exercise 13-rpc-prefork-async

import { parseArgs } from 'node:util';
import { requireForkFlags } from '@bytes-up/posix';
// You will need these, and more of '@bytes-up/posix':
// import { forkChild, forkEventLoop, sigpending, waitpid } from '@bytes-up/posix';
// import { listenOn, serve } from './epoll';

// Must come first: it re-executes this program with the flags that fork needs.
requireForkFlags();

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
    workers: { type: 'string', default: '2' },
  },
});

throw new Error(
  `not written yet: listen on ${values.host}, port ${values.port}, with ${values.workers} workers`,
);
