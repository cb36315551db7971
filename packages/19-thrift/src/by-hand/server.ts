// A Thrift server by hand (chapter 19): three protocols, two transports.

import { createServer, type Socket } from 'node:net';
import type { RunningServer } from '@bytes-up/server-kit';
import { IllegalN, piOf } from '../pi-handler';
import { keep, type ThriftContext } from '../server';
import type { Wire } from '../wire';
import { readCalcArguments, readStruct, readTextArgument } from './pi-messages';
import { UNKNOWN_METHOD, writeOutcome } from './pi-messages';
import type { Outcome } from './pi-messages';
import { MessageType, type Message, type Reader } from './protocols/protocol';
import { envelope, MessageStream, writerFor } from './transport';

/**
 * Listens, and serves until it is stopped.
 * @throws Error if it cannot listen on the address
 */
export async function startHandMadeServer(
  context: ThriftContext,
  wire: Wire,
): Promise<RunningServer> {
  return keep(
    createServer((socket) => serve(socket, context, wire)),
    context,
  );
}

// #region serve
function serve(
  socket: Socket,
  { limits, log }: ThriftContext,
  { protocol, transport }: Wire,
): void {
  const stream = new MessageStream(protocol, transport, limits.maxFrameBytes);
  socket.on('data', (chunk) => {
    try {
      stream.push(chunk, (reader) => {
        const message = reader.message();
        const outcome = answer(message, reader, log); // reads all of it before replying
        if (outcome === undefined) return;
        const writer = writerFor(protocol);
        writeOutcome(writer, message.name, message.seqid, outcome);
        socket.write(envelope(writer.bytes(), transport));
      });
    } catch (error) {
      log(`connection closed: ${(error as Error).message}`);
      socket.destroy();
    }
  });
}

/** @returns undefined for a one-way call */
function answer(
  { name, type }: Message,
  reader: Reader,
  log: ThriftContext['log'],
): Outcome | undefined {
  let outcome: Outcome | undefined;
  if (name === 'calc') outcome = calc(readCalcArguments(reader));
  else if (name === 'ping') outcome = { value: readTextArgument(reader) };
  else if (name === 'note') log(`note: ${readTextArgument(reader).slice(0, 200)}`);
  else {
    readStruct(reader, {}); // all of its arguments
    outcome = { failure: `Unknown function ${name.slice(0, 80)}`, type: UNKNOWN_METHOD };
  }
  return type === MessageType.ONEWAY ? undefined : outcome;
}

function calc(n: number): Outcome {
  try {
    return { value: piOf(n) };
  } catch (error) {
    if (error instanceof IllegalN) return { illegal: error.message };
    throw error;
  }
}
// #endregion serve
