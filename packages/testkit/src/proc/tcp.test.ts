import { createServer, type AddressInfo, type Server } from 'node:net';
import { portsOf, tcpSockets } from './tcp';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('the kernel’s table, row by row', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0
   1: 0100007F:1F91 0100007F:A001 01 00000005:0000000A 00:00000000 00000000  1000        0 4712 1 0 100 0 0 10 0
   2: 0100007F:1F92 0100007F:A001 08 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 100 0 0 10 0
`;
  expect(tcpSockets(table)).toEqual([
    {
      local: 8080,
      remote: 0,
      state: 'LISTEN',
      unacknowledgedBytes: 0,
      unreadBytes: 0,
      inode: '4711',
    },
    {
      local: 8081,
      remote: 40961,
      state: 'ESTABLISHED',
      unacknowledgedBytes: 5,
      unreadBytes: 10,
      inode: '4712',
    },
    {
      local: 8082,
      remote: 40961,
      state: 'CLOSE_WAIT',
      unacknowledgedBytes: 0,
      unreadBytes: 0,
      inode: '4713',
    },
  ]);
  expect(tcpSockets('')).toEqual([]);
});

onLinux('the ports on which this process listens', async () => {
  const servers: Server[] = [createServer(), createServer()];
  const listen = (server: Server): Promise<void> =>
    new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await Promise.all(servers.map(listen));
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    expect(portsOf(process.pid)).toEqual(expect.arrayContaining(ports));
  } finally {
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }
});
