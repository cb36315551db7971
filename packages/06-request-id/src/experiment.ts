// The experiment of chapter 06: one call to add one, interrupted at a chosen moment, with
// different clients.

import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { CounterServer } from './counter-server';
import { CuttingProxy, type Moment } from './cutting-proxy';
import { callWithRetries, type Policy } from './retry';

export interface Client {
  readonly name: string;
  readonly policy: Policy;
  readonly withKey: boolean;
}

export const CLIENTS: readonly Client[] = [
  { name: 'no key, no retry', policy: 'never', withKey: false },
  { name: 'no key, always retries', policy: 'always', withKey: false },
  { name: 'no key, retries what is safe', policy: 'when it is safe', withKey: false },
  { name: 'with a key, retries what is safe', policy: 'when it is safe', withKey: true },
];

export interface Outcome {
  /** The counter; one is right. */
  readonly total: number;
  /** What the client was told: the result or the error. */
  readonly told: string;
}

/** One call of `add` with 1, through a proxy that breaks its first connection. */
export async function experiment(moment: Moment, client: Client): Promise<Outcome> {
  const counter = new CounterServer();
  await new Promise<void>((resolve) => counter.server.listen(0, '127.0.0.1', resolve));
  const proxy = new CuttingProxy((counter.server.address() as AddressInfo).port, moment);
  const port = await proxy.listen();
  const key = client.withKey ? { idempotency_key: randomUUID() } : {};
  let told: string;
  try {
    const request = { in: 'add', params: 1, ...key };
    const { answer, attempts } = await callWithRetries(port, request, client.policy);
    told = `${JSON.stringify(answer.result)} at attempt ${attempts}`;
  } catch (error) {
    told = (error as Error).message;
  } finally {
    await proxy.close();
    await new Promise((resolve) => counter.server.close(resolve));
  }
  return { total: counter.total, told };
}
