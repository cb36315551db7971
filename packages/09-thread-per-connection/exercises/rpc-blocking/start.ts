// my/rpc, step 6: a connection, with blocking calls.
// The task: npm start -- exercise 09-rpc-blocking

// You will need these, and more of '@bytes-up/posix':
// import { setsockopt, socket, tryRecv, trySend } from '@bytes-up/posix';
// import { pingAndPi } from '@bytes-up/protocol';
// import { dispatch } from './dispatch';
// import { encodeFrame, FrameDecoder } from './frames';

/** Listens. Port 0 picks a free one. @returns the listening socket's descriptor */
export function listenOn(host: string, port: number): number {
  throw new Error(`not written yet: a socket that listens on ${host}, port ${port}`);
}

/** Serves one client until it leaves or `stopped` returns true, and closes `fd`. */
export async function serveConnection(fd: number, stopped: () => boolean): Promise<void> {
  throw new Error(`not written yet: serve descriptor ${fd} unless ${stopped()}`);
}
