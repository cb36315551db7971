// The server command: npm start -- serve 18 --port 50051
import { ServerCredentials } from '@grpc/grpc-js';
import { UsageError } from '@bytes-up/protocol';
import { eventLoop, runServer } from '@bytes-up/server-kit';
import type { RunningServer, ServeContext, ServerOptions } from '@bytes-up/server-kit';
import { startHandMadeServer } from './by-hand/server';
import { makeCertificate } from './certificate';
import { startGrpcServer, type GrpcContext } from './server';

void runServer({
  name: '18-grpc',
  summary: 'The booklet’s pi.PiCalculator over gRPC.',
  engineMeaning: 'who speaks gRPC',
  engines: {
    library: eventLoop(async (context, options): Promise<RunningServer> => {
      const grpc = grpcContext(context, options);
      if (options.choices['security'] === 'plain') return startGrpcServer(grpc);
      const { certificate, privateKey } = await makeCertificate();
      process.stderr.write(`${certificate.trimEnd()}\n`);
      const pair = { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) };
      return startGrpcServer(grpc, ServerCredentials.createSsl(null, [pair]));
    }),
    'by-hand': eventLoop((context, options) => startHandMadeServer(grpcContext(context, options))),
  },
  choices: {
    calc: {
      meaning: 'which of the booklet’s two methods Calc is',
      values: ['unary', 'stream'],
    },
    security: { meaning: 'tls makes a certificate, and prints it', values: ['plain', 'tls'] },
  },
  check: ({ engine, choices }) => {
    if (engine === 'by-hand' && choices['security'] === 'tls')
      throw new UsageError('--security tls is for --engine library');
  },
});

function grpcContext({ limits, log }: ServeContext, options: ServerOptions): GrpcContext {
  const { host, port, choices } = options;
  return { host, port, limits, log, streamingCalc: choices['calc'] === 'stream' };
}
