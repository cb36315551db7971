// What `npm start` runs.

import { createContext } from './context';
import { endWithNpm } from './end-with-npm';
import { run } from './program';

// `npm start -- list | head -3` closes our output early. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

endWithNpm();
void run(process.argv.slice(2), createContext());
