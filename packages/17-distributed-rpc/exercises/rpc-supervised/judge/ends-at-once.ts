// A server that prints when it was started and when it exits, and does so at once.

import { writeSync } from 'node:fs';

writeSync(2, `ran from ${Math.round(performance.timeOrigin)} to ${Date.now()}\n`);
process.exit(3);
