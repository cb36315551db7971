// The server command of chapter 19: npm start -- serve 19 --port 9090 --protocol compact --transport buffered
import { runServerCommand, type RunningServer } from '@bytes-up/server-kit';
import { startHandMadeServer } from './by-hand/server';
import { startThriftServer } from './server';
import { PROTOCOLS, TRANSPORTS, type ProtocolName, type TransportName } from './wire';

void runServerCommand(
  {
    name: '19-thrift',
    summary: 'The booklet’s PiService over Thrift.',
    choices: {
      engine: { meaning: 'who speaks Thrift', words: ['library', 'by-hand'] },
      protocol: { meaning: 'how values become bytes', words: PROTOCOLS },
      transport: { meaning: 'how messages travel', words: TRANSPORTS },
    },
  },
  (context): Promise<RunningServer> => {
    const protocol = context.choices['protocol'] as ProtocolName;
    const transport = context.choices['transport'] as TransportName;
    const start = context.choices['engine'] === 'by-hand' ? startHandMadeServer : startThriftServer;
    return start(context, { protocol, transport });
  },
);
