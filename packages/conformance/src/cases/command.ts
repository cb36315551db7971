// The server command (section 14): ready line, flags, exit codes, log.

import { createServer, type AddressInfo } from 'node:net';
import { eventually, READY_WITHIN_MS, type ServerProcess } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';

const HOST = ['--host', '127.0.0.1'];
const LIMIT_FLAGS = ['--max-frame-bytes', '--frame-timeout-ms', '--idle-timeout-ms', '--grace-ms'];

export const command = casesOf('command', [
  {
    id: '14.1/ready-line',
    title: 'standard output is the ready line and nothing else, from start to exit',
    needs: ['process'],
    run: async (trial) => {
      const server = await trial.launch();
      const connection = await trial.connect(server);
      await trial.ping(connection);
      connection.destroy();
      trial.signal(server.process, 'SIGTERM');
      await server.process.finished(trial.limits.graceMs + 1_000);
      const wanted = `listening on ${server.host}:${server.port}\n`;
      const printed = show(server.process.stdout);
      check(server.process.stdout === wanted, show(wanted), printed);
      check(server.host === '127.0.0.1', 'host 127.0.0.1', printed);
    },
  },
  {
    id: '14.1/given-port',
    title: 'the server listens on the given port',
    needs: ['process'],
    run: async (trial) => {
      const port = await withPort((taken) => Promise.resolve(taken)); // free again
      const process = trial.start([...HOST, '--port', String(port)]);
      const ready = await process.ready();
      check(ready.port === port, `port ${port}`, show(process.stdout));
      await trial.ping(await trial.connect(ready));
    },
  },
  {
    id: '14.2/help',
    title: '--help prints the usage on standard output and exits with code 0',
    needs: ['flags', 'process'],
    run: async (trial) => {
      const process = trial.start(['--help']);
      await trial.exits(process, 0, READY_WITHIN_MS);
      await process.finished(trial.patienceMs); // all of its output has arrived
      for (const flag of ['--host', '--port', '--quiet', ...LIMIT_FLAGS]) {
        check(process.stdout.includes(flag), `${flag} in the usage`, show(process.stdout));
      }
    },
  },
  {
    id: '14.2/unknown-flag',
    title: 'an unknown flag gets one line on standard error and exit code 2',
    needs: ['flags', 'process'],
    run: (trial) => refuses(trial, trial.start([...HOST, '--port', '0', '--no-such-flag'])),
  },
  {
    id: '14.2/bad-values',
    title: 'a bad value gets one line on standard error and exit code 2',
    needs: ['flags', 'process'],
    run: async (trial) => {
      const bad = [
        ['--port', '70000'],
        ['--port', '0', '--max-frame-bytes', 'many'],
      ];
      await Promise.all(bad.map((flags) => refuses(trial, trial.start([...HOST, ...flags]))));
    },
  },
  {
    id: '14.3/port-in-use',
    title: 'a port in use gets one line on standard error and exit code 2',
    needs: ['process'],
    run: (trial) =>
      withPort((port) => refuses(trial, trial.start([...HOST, '--port', String(port)]))),
  },
  {
    id: '14.4/log',
    title: 'connection events are logged on standard error',
    needs: ['flags', 'process'],
    run: async (trial) => {
      const process = trial.start([...HOST, '--port', '0']);
      const server = await process.ready();
      const connection = await trial.connect(server);
      await trial.ping(connection);
      connection.destroy();
      const logged = await eventually(() => process.stderr.includes('\n'), trial.patienceMs);
      check(logged, 'a log line on standard error', 'none');
    },
  },
  {
    id: '14.4/quiet',
    title: '--quiet silences the log',
    needs: ['flags', 'process'],
    run: async (trial) => {
      const server = await trial.launch();
      const connection = await trial.connect(server);
      await trial.ping(connection);
      connection.destroy();
      trial.signal(server.process, 'SIGTERM');
      await server.process.finished(trial.limits.graceMs + 1_000);
      check(server.process.stderr === '', 'nothing on standard error', show(server.process.stderr));
    },
  },
]);

/** Expects one line on standard error, nothing on standard output, and exit code 2. */
async function refuses(trial: Trial, process: ServerProcess): Promise<void> {
  await trial.exits(process, 2, READY_WITHIN_MS);
  await process.finished(trial.patienceMs); // all of its output has arrived
  const lines = process.stderr.trimEnd().split('\n');
  const oneLine = lines.length === 1 && lines[0] !== '';
  check(oneLine, 'one line on standard error', show(process.stderr));
  check(process.stdout === '', 'nothing on standard output', show(process.stdout));
}

/** Listens on a port while the given function runs. */
async function withPort<T>(use: (port: number) => Promise<T>): Promise<T> {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  try {
    return await use((holder.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => holder.close(resolve));
  }
}
