// The server command: npm start -- serve 19 --port 9090 --protocol compact
import { eventLoop, runServer, type Engine } from '@bytes-up/server-kit';
import { startHandMadeServer } from './by-hand/server';
import { startThriftServer } from './server';
import { PROTOCOLS, TRANSPORTS, type ProtocolName, type TransportName } from './wire';

void runServer({
  name: '19-thrift',
  summary: 'The booklet’s PiService over Thrift.',
  engineMeaning: 'who speaks Thrift',
  engines: { library: startedBy(startThriftServer), 'by-hand': startedBy(startHandMadeServer) },
  choices: {
    protocol: { meaning: 'how values become bytes', values: PROTOCOLS },
    transport: { meaning: 'how messages travel', values: TRANSPORTS },
  },
});

function startedBy(start: typeof startThriftServer): Engine {
  return eventLoop(({ limits, log }, { host, port, choices }) => {
    const protocol = choices['protocol'] as ProtocolName;
    const transport = choices['transport'] as TransportName;
    return start({ host, port, limits, log }, { protocol, transport });
  });
}
