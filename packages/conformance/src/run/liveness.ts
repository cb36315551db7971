// Whether a server still runs after a case has failed on it: a crash must not be blamed
// on the wrong case.

import { connect } from 'node:net';
import { machineClock } from '@bytes-up/testkit';
import { ping } from '../cases/calls-of';
import type { Address } from './trial';

/** How long an answer, or the end of the process, is waited for, in milliseconds. */
const WITHIN_MS = 2_000;

/**
 * True when the process has exited. A client notices a crash before the exit is known
 * here, so this sends a call: any answer proves that the server runs; after a broken
 * connection, the exit follows.
 */
export async function hasDied({ host, port, process }: Address): Promise<boolean> {
  if (process === undefined) return false; // a target is not ours to watch
  if (process.exited === undefined && (await breaks(host, port))) await process.exit(WITHIN_MS);
  return process.exited !== undefined;
}

function breaks(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const settle = (broken: boolean): void => {
      timer.cancel();
      socket.destroy();
      resolve(broken);
    };
    const timer = machineClock.after(WITHIN_MS, () => settle(false));
    socket.write(ping('alive'));
    socket.once('data', () => settle(false));
    socket.once('error', () => settle(true));
    socket.once('end', () => settle(true));
  });
}
