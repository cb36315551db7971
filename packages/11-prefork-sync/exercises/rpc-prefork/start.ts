// my/rpc, step 9: processes that wait in accept.
// The task: npm start -- exercise 11-rpc-prefork

import { parseArgs } from 'node:util';
import { requireForkFlags } from '@bytes-up/posix';
// You will need these, and more of '@bytes-up/posix':
// import { close, forkChild, sleepOrWake, tryAccept, waitpid } from '@bytes-up/posix';
// import { listenOn, serveConnection } from './blocking';

requireForkFlags(); // re-executes this program with the flags that fork needs

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
    workers: { type: 'string', default: '4' },
  },
});

throw new Error(`not written yet: ${values.workers} workers on ${values.host}:${values.port}`);
