// A stop as it happens in practice: terminals and service managers signal the whole
// process group, so workers get the signal too. Still no call in flight is lost (section
// 10).

import { setImmediate as turn } from 'node:timers/promises';
import { concat, eventually, type ServerProcess } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import type { Address, Trial } from '../run/trial';
import {
  answersById,
  growth,
  inFlightMs,
  isNearPi,
  numbers,
  pi,
  repeat,
  termsWithin,
} from './calls-of';

type Server = Address & { readonly process: ServerProcess };

/** Long enough never to expire: these cases have their own time limits. */
const GRACE = { graceMs: 30_000 };
/**
 * How long a server may take to answer the calls in flight and exit, in machine ms, times
 * the growth of the work.
 */
const ENDS_WITHIN_MS = 4_000;
const NEEDS = ['process'] as const;
/** Calls that each client sends in one write, twice; a few milliseconds each. */
const CALLS = 20;
const TERMS = 1_000_000;
const LONG_TERMS = 3_000_000;
/** A slow server gets fewer terms, so that a call takes at most this long, in ms. */
const CALL_MS = 4;
const LONG_CALL_MS = 12;
/** After this the server has begun the calls, which take about ten times as long. */
const BEGINS_MS = 20;
/**
 * At the signal at least this part of all answers has not arrived. With only the last of
 * them in flight, a server that drops its calls would often pass.
 */
const IN_FLIGHT = 1 / 4;
const CTRL_C = '\u0003';

export const groupStop = casesOf('shutdown', [
  {
    id: '10.2/group-sigint',
    title:
      'SIGINT to the whole process group under load: calls are answered or refused, then the server exits',
    also: ['10.3', '10.4'],
    needs: NEEDS,
    run: (trial) => stopsUnderLoad(trial, (server) => trial.signalGroup(server, 'SIGINT')),
  },
  {
    id: '10.2/group-sigterm',
    title:
      'SIGTERM to the whole process group under load: calls are answered or refused, then the server exits',
    also: ['10.3', '10.4'],
    needs: NEEDS,
    run: (trial) => stopsUnderLoad(trial, (server) => trial.signalGroup(server, 'SIGTERM')),
  },
  {
    id: '10.2/ctrl-c',
    title: 'Ctrl-C in a terminal under load: calls are answered or refused, then the server exits',
    also: ['10.3', '10.4'],
    needs: [...NEEDS, 'terminal'],
    run: (trial) => stopsUnderLoad(trial, (server) => server.type(CTRL_C), true),
  },
  {
    id: '10.4/cycles',
    title: 'started and stopped repeatedly on one port, the server leaves nothing behind',
    also: ['14.1'],
    needs: NEEDS,
    cyclic: true,
    run: async (trial) => {
      let port = 0;
      await repeat(trial.cycles, async () => {
        const server = await trial.launch(GRACE, { port });
        port = server.port;
        const connection = await trial.connect(server);
        await trial.ping(connection);
        trial.signal(server.process, 'SIGTERM');
        await connection.end();
        connection.destroy();
        await endsClean(trial, server);
      });
    },
  },
]);

async function stopsUnderLoad(
  trial: Trial,
  stop: (server: ServerProcess) => void,
  terminal = false,
): Promise<void> {
  while (!(await stopWithCallsInFlight(trial, stop, terminal))) {
    trial.provedNothing('most answers arrived before the signal');
  }
}

/**
 * @returns false when few calls were in flight at the signal, because this process was
 *   late and most answers had arrived
 */
async function stopWithCallsInFlight(
  trial: Trial,
  stop: (server: ServerProcess) => void,
  terminal: boolean,
): Promise<boolean> {
  const server = await trial.launch(GRACE, { terminal });
  const clients = await Promise.all(
    numbers(trial.model.clients === 'one' ? 1 : 4).map(() => trial.connect(server)),
  );
  const calls = (from: number, terms: number): Buffer =>
    concat(...numbers(CALLS).map((n) => pi(terms, from + n)));
  const { terms, longTerms } = await termsInFlight(trial, clients);
  for (const client of clients) client.send(calls(0, terms));
  const known = clients.map(() => new Set<number>());
  await Promise.all(clients.map((client, i) => takeFirst(client, known[i] ?? new Set())));
  // A blocking server has answered all of these by now, while others are still working on
  // them. So send more, and let the server begin.
  for (const client of clients) client.send(calls(CALLS, longTerms));
  // Do not wait for an answer: a blocking server may write them all at once.
  await trial.pass(BEGINS_MS);
  stop(server.process);
  await turn(); // reads what arrived before the signal
  const received = (): number => clients.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const receivedBefore = received();
  await Promise.all(
    clients.map(async (client, i) => {
      const rest = numbers(2 * CALLS).filter((id) => known[i]?.has(id) !== true);
      for (const [id, answer] of await answersById(client, rest)) {
        if (answer['out'] === 'error') matchValue({ error: 'UNAVAILABLE', id }, answer);
        else {
          const near = isNearPi(answer, Math.min(terms, longTerms));
          check(near, 'an estimate of π', () => show(answer));
        }
      }
      await client.end();
      client.destroy();
    }),
  );
  await endsClean(trial, server, terminal);
  const again = await trial.launch({}, { port: server.port });
  await trial.ping(await trial.connect(again));
  return received() - receivedBefore >= IN_FLIGHT * received();
}

/** The terms of the calls, and of those that are still in flight at the signal. */
async function termsInFlight(
  trial: Trial,
  clients: readonly Connection[],
): Promise<{ terms: number; longTerms: number }> {
  const longCallMs = LONG_CALL_MS * growth(trial);
  const mostMs = clients.length * CALLS * (CALL_MS + longCallMs);
  const part = inFlightMs(trial, mostMs) / mostMs;
  const within = (most: number, ms: number): Promise<number> =>
    // exactly, where the server's own grace period would cut the rest
    part < 1 ? termsWithin(clients[0]!, most, ms * part, 1) : termsWithin(clients[0]!, most, ms);
  return {
    terms: await within(TERMS, CALL_MS),
    longTerms: await within(LONG_TERMS * growth(trial), longCallMs),
  };
}

/** Takes one answer, and remembers which call it belongs to. */
async function takeFirst(client: Connection, known: Set<number>): Promise<void> {
  known.add(Number((await nextAnswer(client))['id']));
}

/**
 * Expects exit code 0 in time, and an empty process group. In a terminal the server is in
 * a different group.
 */
async function endsClean(trial: Trial, { process }: Server, terminal = false): Promise<void> {
  await trial.exits(process, 0, ENDS_WITHIN_MS * growth(trial));
  if (terminal) return;
  const empty = await eventually(() => !process.killGroup(0), 500);
  check(empty, 'no process of the server left', 'a process group that is not empty');
}
