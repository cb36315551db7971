// A server that prints when it was started, and exits.

import { writeSync } from 'node:fs';

writeSync(2, `started at ${Date.now()}\n`);
process.exit(3);
