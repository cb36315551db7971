import { once } from 'node:events';
import net from 'node:net';
import { reset } from './reset';

test('the peer gets an error, without an end of the stream before it', async () => {
  const listener = net.createServer({ allowHalfOpen: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'connection');
  const client = net.connect((listener.address() as net.AddressInfo).port, '127.0.0.1');
  const [socket] = (await accepted) as [net.Socket];
  try {
    const seen: string[] = [];
    socket.on('data', (chunk) => seen.push(chunk.toString()));
    socket.on('end', () => seen.push('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => seen.push(error.code ?? ''));
    client.write('half a frame');
    await once(socket, 'data'); // libuv reports a reset behind unread bytes as the end
    const closed = new Promise((resolve) => socket.once('close', resolve));
    reset(client);
    await closed;
    expect(seen).toEqual(['half a frame', 'ECONNRESET']);
  } finally {
    client.destroy();
    socket.destroy();
    listener.close();
    await once(listener, 'close');
  }
});
