// A server that listens, and crashes when its first client connects.

import { createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { host: { type: 'string' }, port: { type: 'string' } } });
const listener = createServer(() => process.exit(3));
listener.listen(Number(values.port), values.host, () => {
  console.log(`listening on ${values.host}:${(listener.address() as AddressInfo).port}`);
});
