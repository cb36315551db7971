// my/rpc, step 14: a service that loses no call.
// The task: npm start -- exercise 17-rpc-supervised

import path from 'node:path';
import { parseArgs } from 'node:util';
// You will need these:
// import { setTimeout as delay } from 'node:timers/promises';
// import { startRegistered, type Options, type RegisteredServer } from './registered';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    servers: { type: 'string', default: '3' },
    zookeeper: { type: 'string' },
    server: { type: 'string', default: path.join(__dirname, 'server.ts') },
    session: { type: 'string', default: '10000' },
    leave: { type: 'string', default: '500' },
  },
});

throw new Error(`not written yet: keep ${values.servers} servers running`);
