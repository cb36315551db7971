// A server of this chapter, and what happens to each of its processes.

import { groupMembers, ServerProcess, typescriptCommand, until } from '@bytes-up/testkit';
import { join } from 'node:path';
import { DistributedClient } from './service';
import { Deployment, SESSION_MS, childrenOf } from './demo/deployment';
import { describeOnLinux } from './testing/on-linux';

describeOnLinux('a server', () => {
  let deployment: Deployment;
  let client: DistributedClient;

  beforeEach(async () => {
    deployment = new Deployment();
    await deployment.begin();
    client = new DistributedClient(deployment.registry.address, { sessionTimeoutMs: SESSION_MS });
  });

  afterEach(async () => {
    await client.close();
    await deployment.clear();
  });

  const known = (): readonly number[] => client.directory.registered.map(({ port }) => port);
  const isStaffed = (server: ServerProcess): boolean => {
    const { workers, registrars } = childrenOf(server);
    return workers.length === 2 && registrars.length === 1;
  };

  test('is found and answers', async () => {
    const server = await deployment.serve();
    await until('it is known', () => known().includes(server.address.port));
    expect(await client.call('pi', 3)).toBeCloseTo(3.061, 2);
    expect(await client.call('add', 5)).toBe(5);
    expect(await client.call('total')).toBe(5);
  });

  test('has a supervisor, its workers and a registrar; none of them is left when it has stopped', async () => {
    const { process } = await deployment.serve();
    await until('they are there', () => isStaffed(process));
    process.signal('SIGTERM');
    expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
    expect(groupMembers(process.pid)).toEqual([]);
  });

  test('leaves the registry before it stops: who calls meanwhile is answered', async () => {
    const flags = ['--leave', '3000', '--grace-ms', '20000'];
    const { process, address } = await deployment.serve(flags);
    await until('it is known', () => known().includes(address.port));
    expect(await client.call('ping')).toBeNull();
    const askedAtMs = performance.now();
    process.signal('SIGTERM');
    await until('it has left', () => !known().includes(address.port));
    expect(process.exited).toBeUndefined();
    expect(await client.call('ping')).toBeNull(); // the last known server still serves
    expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
    // It has given clients the time to notice.
    expect(performance.now() - askedAtMs).toBeGreaterThanOrEqual(3_000);
  });

  test('goes on leaving when a worker dies meanwhile', async () => {
    const { process } = await deployment.serve(['--leave', '5000']);
    await process.logged(/^registered as /);
    const [worker = 0] = childrenOf(process).workers;
    process.signal('SIGTERM');
    await process.logged(/^registrar \d+ exited with code 0/);
    globalThis.process.kill(worker, 'SIGKILL');
    expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
    expect(process.stderr).not.toContain('Error');
  });

  test('does the same at ctrl-C, which reaches all of its processes', async () => {
    const { process } = await deployment.serve();
    await process.logged(/^registered as /);
    process.killGroup('SIGINT');
    expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
    expect(process.stderr).toMatch(/^registrar \d+ exited with code 0; not restarting$/m);
    expect(groupMembers(process.pid)).toEqual([]);
  });

  test('finishes the calls that are in flight', async () => {
    const { process, address } = await deployment.serve(['--test-methods', '--leave', '0']);
    await until('it is known', () => known().includes(address.port));
    const slow = client.call('sleep', { ms: 700 });
    await until('the call has begun', () => client.calls.inFlight === 1);
    await client.call('ping');
    process.signal('SIGTERM');
    expect(await slow).toBe(700);
    expect(await process.finished(60_000)).toEqual({ code: 0, signal: null });
  });

  test.each(['worker', 'registrar'] as const)('replaces a %s that was killed', async (role) => {
    const { process, address } = await deployment.serve();
    await until('they are there', () => isStaffed(process));
    const { workers, registrars } = childrenOf(process);
    const [victim = 0] = role === 'worker' ? workers : registrars;
    globalThis.process.kill(victim, 'SIGKILL');
    await process.logged(new RegExp(`^${role} ${victim} was killed by SIGKILL; restarting`));
    await until(
      'another one is there',
      () => isStaffed(process) && !groupMembers(process.pid).includes(victim),
    );
    await until('it is known', () => known().join() === String(address.port));
    expect(await client.call('ping')).toBeNull();
  });

  test('ends at once at the second signal, and takes everybody along', async () => {
    const { process } = await deployment.serve(['--leave', '20000', '--grace-ms', '60000']);
    await process.logged(/^registered as /);
    process.signal('SIGTERM');
    await process.logged(/^registrar \d+ exited with code 0; not restarting$/);
    process.signal('SIGINT');
    expect(await process.exit(60_000)).toMatchObject({ signal: 'SIGINT' });
    await until('no process is left', () => groupMembers(process.pid).length === 0);
  });

  test('whose supervisor is killed is gone, and leaves the registry', async () => {
    const { process, address } = await deployment.serve(['--session', '60000']);
    await until('it is known', () => known().includes(address.port));
    const killedAtMs = performance.now();
    process.signal('SIGKILL');
    await until('no process is left', () => groupMembers(process.pid).length === 0);
    await until('it has left', () => !known().includes(address.port));
    // Its session would have lasted for a minute, so the entry was deleted.
    expect(performance.now() - killedAtMs).toBeLessThan(60_000);
  });

  test('whose registrar is told to go more than once leaves the registry', async () => {
    const { process, address } = await deployment.serve(['--session', '60000']);
    await until('it is known', () => known().includes(address.port));
    const [registrar = 0] = childrenOf(process).registrars;
    const killedAtMs = performance.now();
    process.signal('SIGKILL');
    await until('no process is left', () => {
      if (groupMembers(process.pid).includes(registrar)) globalThis.process.kill(registrar);
      return groupMembers(process.pid).length === 0;
    });
    await until('it has left', () => !known().includes(address.port));
    expect(performance.now() - killedAtMs).toBeLessThan(60_000);
  });

  test('starts without a registry, and is found when there is one', async () => {
    await deployment.registry.stop();
    const { address, process } = await deployment.serve();
    await until('they are there', () => isStaffed(process));
    await deployment.registry.start();
    await until('it is known', () => known().includes(address.port));
  });

  describe('status', () => {
    /** A killed or stopped server stays in the registry while the command starts. */
    const LASTING_SESSION = ['--session', '60000'];
    const status = async (...flags: readonly string[]): Promise<ServerProcess> => {
      const command = typescriptCommand(join(__dirname, 'status.ts'), ...flags);
      const run = new ServerProcess(command);
      await run.finished(60_000);
      return run;
    };

    test('is a table of the servers, and whether each answers', async () => {
      const flags = ['--weight', '7', '--version', '1.2'];
      const { address, process } = await deployment.serve([...flags, ...LASTING_SESSION]);
      await until('it is known', () => known().includes(address.port));
      const well = await status('--zookeeper', deployment.registry.address);
      expect(well.exited).toEqual({ code: 0, signal: null });
      expect(well.stdout).toContain(`/demo at ${deployment.registry.address}: 1 server\n`);
      expect(well.stdout).toMatch(
        new RegExp(`^  rpc0000000000  127.0.0.1:${address.port} +7 +1.2 +in \\d+\\.\\d ms$`, 'm'),
      );
      process.killGroup('SIGKILL');
      const ill = await status('--zookeeper', deployment.registry.address);
      expect(ill.exited).toEqual({ code: 1, signal: null });
      expect(ill.stdout).toContain('no: ');
    });

    test('does not wait for a stopped server', async () => {
      const { address, process } = await deployment.serve(LASTING_SESSION);
      await until('it is known', () => known().includes(address.port));
      process.killGroup('SIGSTOP');
      const frozen = await status('--zookeeper', deployment.registry.address);
      expect(frozen.exited).toEqual({ code: 1, signal: null });
      expect(frozen.stdout).toMatch(/ no: no answer within \d+ ms$/m);
    });

    test('says when there are no servers', async () => {
      const empty = await status('--zookeeper', deployment.registry.address);
      expect(empty.exited).toEqual({ code: 1, signal: null });
      expect(empty.stdout).toBe(`/demo at ${deployment.registry.address}: 0 servers\n`);
    });

    test('says when there is no registry', async () => {
      const { address } = deployment.registry;
      await deployment.registry.stop();
      const lost = await status('--zookeeper', address);
      expect(lost.exited).toEqual({ code: 2, signal: null });
      expect(lost.stderr).toBe(
        `status: no answer yet, waiting up to 5 s\nstatus: connect: no answer from the registry (connect ECONNREFUSED ${address})\n`,
      );
    });
  });
});

test.each([
  [[], 'which registry?'],
  [['--zookeeper', 'a', '--store', 'b'], '--store: expected host:port'],
  [['--zookeeper', 'a', '--host', '0.0.0.0'], '--host 0.0.0.0 means all addresses of this machine'],
])('%j is one line and exit code 2, and nothing has begun', async (flags, why) => {
  const server = new ServerProcess(typescriptCommand(join(__dirname, 'main.ts'), ...flags));
  expect(await server.finished(60_000)).toEqual({ code: 2, signal: null });
  expect(server.stdout).toBe('');
  expect(server.stderr).toContain(
    process.platform === 'linux' ? `17-distributed-rpc: ${why}` : 'Linux',
  );
});
