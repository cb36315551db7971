// The server command: npm start -- serve 17 --port 8080 --zookeeper 127.0.0.1:2181
import { blocking, runServer } from '@bytes-up/server-kit';
import { FLAGS } from './flags';
import { serve } from './server';

void runServer({
  name: '17-distributed-rpc',
  summary: 'Workers with an event loop each, supervised and registered. It needs Linux.',
  ...FLAGS,
  engines: {
    fork: blocking((listener, context, { options }) => serve(listener, context, options), {
      forks: true,
    }),
  },
});
