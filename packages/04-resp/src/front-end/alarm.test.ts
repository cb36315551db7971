import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { stall } from '@bytes-up/testkit';
import { Alarm } from './alarm';

test('what came while this process could not run stops it: read first, then ring', async () => {
  const rung = jest.fn();
  const alarm = new Alarm(5, rung);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ];
  try {
    const came = once(socket, 'data').then(() => alarm.stop());
    alarm.start();
    client.write('in time'); // in the kernel at once
    stall(50);
    await came;
    await new Promise((resolve) => setImmediate(resolve));
    expect(rung).not.toHaveBeenCalled();
  } finally {
    socket.destroy();
    client.destroy();
    server.close();
  }
});

test('it rings once its time is over, and not when it was stopped or has no time', async () => {
  const rung = jest.fn();
  new Alarm(0, rung).start();
  const stopped = new Alarm(1, rung);
  stopped.start();
  stopped.stop();
  await new Promise<void>((resolve) => new Alarm(5, resolve).start());
  expect(rung).not.toHaveBeenCalled();
});
