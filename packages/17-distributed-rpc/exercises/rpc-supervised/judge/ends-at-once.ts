// A server that says when it was started, and ends.

import { writeSync } from 'node:fs';

writeSync(2, `started at ${Date.now()}\n`);
process.exit(3);
