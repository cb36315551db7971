// The demo of chapter 19: each client with each server over each wire, and the bytes of a
// call, compared with those of gRPC and this course.

import { encodeBody, encodeFrame } from '@bytes-up/codec';
import { PiClient as GrpcClient, startGrpcServer } from '@bytes-up/grpc';
import type { Request, Response } from '@bytes-up/protocol';
import { askBefore } from '@bytes-up/testkit';
import { Recorder } from '@bytes-up/why-rpc';
import { N } from './demo/bytes-of-calls';
import { predictions } from './demo/predictions';
import { CLIENTS, COMBINATIONS, localContext, SERVERS } from './local-server';
import { piOf } from './pi-handler';
import { WIRES } from './wire';

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  console.log(`ping, and pi by ${N} terms, each client with each server:\n`);
  for (const { wire, client, server, name } of COMBINATIONS) {
    const running = await SERVERS[server](localContext(), wire);
    const calling = await CLIENTS[client](running.address.port, wire);
    const value = `${await calling.ping('pong')} ${await calling.calc(N)}`;
    console.log(
      `  ${name.padEnd(18)}client: ${client.padEnd(17)}server: ${server.padEnd(17)}${value}`,
    );
    await calling.close();
    await running.stop();
  }

  await ask('framed');
  await ask('compact-and-binary');
  await ask('json-and-this-course');
  console.log('\nBytes on the wire for each call, there and back:\n');
  console.log(`  ${''.padEnd(30)}${'calc(1000)'.padEnd(16)}ping("hello")`);
  for (const wire of WIRES) {
    const server = await SERVERS['the library'](localContext(), wire);
    const recorder = new Recorder(server.address.port);
    const client = await CLIENTS['the library'](await recorder.listen(), wire);
    await client.calc(N);
    const calc = recorder.take();
    await client.ping('hello');
    row(`Thrift, ${wire.protocol}, ${wire.transport}`, calc, recorder.take());
    await client.close();
    await recorder.close();
    await server.stop();
  }
  await gRpc();
  row(
    'this course',
    own({ in: 'pi', params: N, id: 1 }, { out: 'pi_r', result: piOf(N), id: 1 }),
    own({ in: 'ping', params: 'hello', id: 1 }, { out: 'pong', result: 'hello', id: 1 }),
  );
}

interface Bytes {
  readonly toServer: Buffer;
  readonly toClient: Buffer;
}

/**
 * The third call on a connection, because the first two send headers that later calls do
 * not repeat.
 */
async function gRpc(): Promise<void> {
  const server = await startGrpcServer(localContext());
  const recorder = new Recorder(server.address.port);
  const client = new GrpcClient(`127.0.0.1:${await recorder.listen()}`);
  const call = async (run: () => Promise<unknown>): Promise<Bytes> => {
    await run();
    await settled();
    return recorder.take();
  };
  const ping = (): Promise<unknown> =>
    new Promise((resolve) => client.raw.ping({ text: 'hello' }, resolve));
  for (let n = 0; n < 2; n++) await call(() => client.calc(N)).then(() => call(ping));
  row('gRPC, from the third on', await call(() => client.calc(N)), await call(ping));
  client.close();
  await recorder.close();
  await server.stop();
}

/** Acknowledgements arrive a moment after a reply. */
const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 50));

function own(request: Request, answer: Response): Bytes {
  return { toServer: encodeFrame(encodeBody(request)), toClient: encodeFrame(encodeBody(answer)) };
}

function row(name: string, ...calls: readonly Bytes[]): void {
  const cells = calls.map(({ toServer, toClient }) => {
    const [there, back] = [toServer.length, toClient.length];
    return `${String(there).padStart(4)} ${String(back).padStart(4)}`.padEnd(16);
  });
  console.log(`  ${name.padEnd(30)}${cells.join('')}`.trimEnd());
}

void main();
