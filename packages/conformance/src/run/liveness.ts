// Whether a server is still running after a failed case, so that a crash is not blamed on
// the wrong case.

import { connect } from 'node:net';
import { machineClock } from '@bytes-up/testkit';
import { ping } from '../cases/calls-of';
import type { Address } from './trial';

/** How long to wait for an answer or the exit of the process, in milliseconds. */
const WITHIN_MS = 2_000;

/**
 * True when the process has exited. A client notices a crash before the exit is reported
 * here, so this makes a call: any answer proves that the server is running, and after a
 * broken connection this waits for the exit.
 */
export async function hasDied({ host, port, process }: Address): Promise<boolean> {
  if (process === undefined) return false; // a target is not a child of this run
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
