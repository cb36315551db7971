// A client and a server with a recorder between them, to see a session on the wire.

import { Recorder } from '@bytes-up/why-rpc';
import { HandMadeClient } from '../by-hand/client';
import { localContext } from '../local-server';
import { startGrpcServer } from '../server';
import { Transcript } from './transcript';

export interface Said {
  /** All frames so far, by direction. */
  readonly toServer: Transcript;
  readonly toClient: Transcript;
  /** The lines since the last call of this, in order, each with its sender. */
  readonly lines: readonly string[];
  readonly bytes: { readonly toServer: number; readonly toClient: number };
}

export interface Session {
  /** The address of the recorder. */
  readonly port: number;
  readonly client: HandMadeClient;
  readonly said: () => Said;
}

/** The client by hand with the library's server. */
export async function recorded(run: (session: Session) => Promise<void>): Promise<void> {
  const server = await startGrpcServer(localContext());
  const recorder = new Recorder(server.address.port);
  const port = await recorder.listen();
  const client = new HandMadeClient(`http://127.0.0.1:${port}`);
  const [toServer, toClient] = [new Transcript(true), new Transcript(false)];
  const said = (): Said => {
    const taken = recorder.take();
    return {
      toServer,
      toClient,
      lines: taken.inOrder.flatMap(({ from, bytes }) =>
        from === 'client'
          ? toServer.read(bytes).map((line) => `C  ${line}`)
          : toClient.read(bytes).map((line) => `S  ${line}`),
      ),
      bytes: { toServer: taken.toServer.length, toClient: taken.toClient.length },
    };
  };
  try {
    await run({ port, client, said });
  } finally {
    await client.close();
    await recorder.close();
    await server.stop();
  }
}
