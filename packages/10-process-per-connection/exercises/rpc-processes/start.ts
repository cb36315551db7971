// my/rpc, step 8: a process for each client.
// The task: npm start -- exercise 10-rpc-processes

import { parseArgs } from 'node:util';
import { requireForkFlags } from '@bytes-up/posix';
// You will need these, and more of '@bytes-up/posix':
// import { close, forkChild, tryAccept, waitpid, WNOHANG } from '@bytes-up/posix';
// import { listenOn, serveConnection } from './blocking';

requireForkFlags(); // re-executes this program with the flags that fork needs

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});

throw new Error(`not written yet: listen on ${values.host}, port ${values.port}`);
