// A server that serves nobody, to test the command around it: it takes a port and stops as its first argument says.

import { createServer, type AddressInfo } from 'node:net';
import { runServerCommand } from '../index';

const [stops = 'at-once', ...argv] = process.argv.slice(2);

void runServerCommand(
  { name: 'fixture', summary: 'Serves nobody.' },
  async ({ host, port, log }) => {
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
  },
  argv,
);
