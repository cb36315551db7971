// Both clients of this chapter behind one interface, for tests with each server.

import { compressionAlgorithms } from '@grpc/grpc-js';
import { HandMadeClient } from '../by-hand/client';
import type { Encoding } from '../by-hand/message/compression';
import { APPROACH, CALC, CALC_EACH, MEAN, PING } from '../by-hand/methods';
import { PiClient } from '../client';
import { fromStatus } from '../status';
import type { ServiceError } from '@grpc/grpc-js';

/** All four kinds of calls. Failures are GrpcErrors. */
export interface AnyClient {
  calc(n: number, timeoutMs?: number): Promise<number>;
  ping(text: string): Promise<string>;
  /** Sends all of them, and returns the responses. */
  each(numbers: readonly number[]): Promise<number[]>;
  approach(n: number): Promise<number[]>;
  mean(numbers: readonly number[]): Promise<number>;
  close(): Promise<void>;
}

type Connect = (port: number, encoding: Encoding) => AnyClient;

const library: Connect = (port, encoding) => {
  const client = new PiClient(`127.0.0.1:${port}`, undefined, {
    'grpc.service_config': '{}',
    'grpc.default_compression_algorithm': compressionAlgorithms[encoding],
  });
  return {
    calc: (n, timeoutMs) => client.calc(n, timeoutMs),
    ping: async (text) =>
      (await one<{ text: string }>((done) => client.raw.ping({ text }, done))).text,
    each: (numbers) => {
      const call = client.raw.calcEach();
      for (const n of numbers) call.write({ n });
      call.end();
      return valuesOf(call);
    },
    approach: (n) => valuesOf(client.raw.approach({ n })),
    mean: async (numbers) => {
      const { value } = await one<{ value: number }>((done) => {
        const call = client.raw.mean(done);
        for (const n of numbers) call.write({ n });
        call.end();
      });
      return value;
    },
    close: async () => client.close(),
  };
};

function one<T>(
  begin: (done: (error: ServiceError | null, answer: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) =>
    begin((error, answer) => (error === null ? resolve(answer) : reject(fromStatus(error)))),
  );
}

async function valuesOf(call: unknown): Promise<number[]> {
  const values: number[] = [];
  try {
    for await (const { value } of call as AsyncIterable<{ value: number }>) values.push(value);
  } catch (error) {
    throw fromStatus(error as ServiceError);
  }
  return values;
}

const byHand: Connect = (port, encoding) => {
  const client = new HandMadeClient(`http://127.0.0.1:${port}`, { encoding });
  return {
    calc: (n, timeoutMs) => client.unary(CALC, n, timeoutMs),
    ping: (text) => client.unary(PING, text),
    each: (numbers) => all(client.stream(CALC_EACH, numbers)),
    approach: (n) => all(client.stream(APPROACH, [n])),
    mean: (numbers) => client.collect(MEAN, numbers),
    close: () => client.close(),
  };
};

export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

export const CLIENTS: Readonly<Record<string, Connect>> = {
  'the library': library,
  'the one by hand': byHand,
};
