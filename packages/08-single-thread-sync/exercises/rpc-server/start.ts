// my/rpc, step 5: the server. The task: npm start -- exercise 08-rpc-server

import { parseArgs } from 'node:util';
// You will need these:
// import net from 'node:net';
// import { pingAndPi } from '@bytes-up/protocol';
// import { dispatch } from './dispatch';
// import { encodeFrame, FrameDecoder } from './frames';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});

throw new Error(`not written yet: listen on ${values.host}, port ${values.port}`);
