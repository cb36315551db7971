// A server that drops every client, to test the command around it: it listens, and stops
// as its first argument says.

import { createServer, type AddressInfo } from 'node:net';
import { eventLoop, runServer } from '../index';

const [stops = 'at-once', ...argv] = process.argv.slice(2);

void runServer(
  {
    name: 'fixture',
    summary: 'Drops every client.',
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
