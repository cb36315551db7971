// my/rpc, step 7: a thread for each client.
// The task: npm start -- exercise 09-rpc-threads

import { parseArgs } from 'node:util';
// You will need these:
// import { setImmediate as nextTurn } from 'node:timers/promises';
// import { isMainThread, Worker, workerData } from 'node:worker_threads';
// import { close, getsockname, interruptOn } from '@bytes-up/posix';
// import { tryAccept, wasDelivered } from '@bytes-up/posix';
// import { listenOn, serveConnection } from './blocking';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});

throw new Error(`not written yet: listen on ${values.host}, port ${values.port}`);
