// The server command of chapter 18: npm start -- serve 18 --port 50051
import { ServerCredentials } from '@grpc/grpc-js';
import { runServerCommand, UsageError, type RunningServer } from '@bytes-up/server-kit';
import { startHandMadeServer } from './by-hand/server';
import { makeCertificate } from './certificate';
import { startGrpcServer } from './server';

void runServerCommand(
  {
    name: '18-grpc',
    summary: 'The booklet’s pi.PiCalculator over gRPC.',
    choices: {
      engine: { meaning: 'who speaks gRPC', words: ['library', 'by-hand'] },
      calc: {
        meaning: 'which of the booklet’s two methods Calc is',
        words: ['unary', 'stream'],
      },
      security: { meaning: 'tls makes a certificate, and prints it', words: ['plain', 'tls'] },
    },
    check: ({ choices }) => {
      if (choices['engine'] === 'by-hand' && choices['security'] === 'tls')
        throw new UsageError('--security tls is for --engine library');
    },
  },
  async (command): Promise<RunningServer> => {
    const context = { ...command, streamingCalc: command.choices['calc'] === 'stream' };
    if (context.choices['engine'] === 'by-hand') return startHandMadeServer(context);
    if (context.choices['security'] === 'plain') return startGrpcServer(context);
    const { certificate, privateKey } = await makeCertificate();
    process.stderr.write(`${certificate.trimEnd()}\n`);
    const pair = { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) };
    return startGrpcServer(context, ServerCredentials.createSsl(null, [pair]));
  },
);
