// A server of the client scenario: a broker of moleculer with one action, reached by its
// own TCP transporter.

import { createServer, type AddressInfo } from 'node:net';
import { ServiceBroker } from 'moleculer';

/** Finds a free port, because the transporter needs a fixed one. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function main(): Promise<void> {
  const port = await freePort();
  const broker = new ServiceBroker({
    nodeID: 'server',
    logger: false,
    transporter: { type: 'TCP', options: { udpDiscovery: false, port } },
  });
  broker.createService({
    name: 'echo',
    actions: { ping: ({ params }) => (params as { value: string }).value },
  });
  await broker.start();
  process.once('SIGTERM', () => void broker.stop().then(() => process.exit(0)));
  console.log(`listening on 127.0.0.1:${port}`);
}

void main();
