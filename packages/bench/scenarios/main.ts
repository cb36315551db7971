// The command behind `npm run bench`.

import { runBench } from './cli';

void runBench(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
