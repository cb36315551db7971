// How many bytes a call puts on the wire, for chapter 19's predictions.

import { Recorder } from '@bytes-up/why-rpc';
import { CLIENTS, localContext, SERVERS } from '../local-server';
import type { Wire } from '../wire';

export const N = 1_000;

/** One call of calc between the library's client and server, there and back. */
export async function bytesOfCalc(wire: Wire): Promise<number> {
  const server = await SERVERS['the library'](localContext(), wire);
  const recorder = new Recorder(server.address.port);
  const client = await CLIENTS['the library'](await recorder.listen(), wire);
  try {
    await client.calc(N);
    const { toServer, toClient } = recorder.take();
    return toServer.length + toClient.length;
  } finally {
    await client.close();
    await recorder.close();
    await server.stop();
  }
}
