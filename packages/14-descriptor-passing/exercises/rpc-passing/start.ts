// my/rpc, step 12: passing connections.
// The task: npm start -- exercise 14-rpc-passing

import { parseArgs } from 'node:util';
import { requireForkFlags } from '@bytes-up/posix';
// You will need these, and more of '@bytes-up/posix':
// import { forkChild, socketpair, tryRecvmsg, trySendmsg } from '@bytes-up/posix';
// import { listenOn, serve, type Source } from './epoll';

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
