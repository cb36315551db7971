// A server that closes every connection at once, for the tests of the command. Its first
// argument says how it stops: 'at-once' or 'never'.

import { createServer, type AddressInfo } from 'node:net';
import { eventLoop, runServer } from '../index';

const [stops = 'at-once', ...argv] = process.argv.slice(2);

void runServer(
  {
    name: 'fixture',
    summary: 'Closes every connection.',
    engines: {
      net: eventLoop(async ({ log }, { host, port }) => {
        const listener = createServer((socket) => socket.destroy());
        await new Promise<void>((listening, failed) => {
          listener.once('error', failed).listen(port, host, listening);
        });
        return {
          address: { host, port: (listener.address() as AddressInfo).port },
          stop: async () => {
            log('stopping');
            if (stops === 'never') await new Promise(() => undefined);
          },
        };
      }),
    },
  },
  argv,
);
