import { join } from 'node:path';
import { frames, launch, TestClient, typescriptCommand } from '@bytes-up/testkit';
import { WAYS } from './two-writes';

const CALLS = 25;

test('a reply in two sends is delayed by tens of milliseconds; TCP_NODELAY or one send prevents it', async () => {
  const { process: server, address } = await launch(
    typescriptCommand(join(__dirname, 'two-writes.ts')),
  );
  try {
    const medians: Record<string, number> = {};
    const quickest: Record<string, number> = {};
    for (const way of WAYS) {
      const client = await TestClient.connect(address);
      const times: number[] = [];
      for (let call = 1; call <= CALLS; call++) {
        const sentAtMs = performance.now();
        client.socket.write(frames({ in: 'ping', params: call }));
        expect((await client.receive(call)).at(-1)).toEqual({ out: 'pong', result: call });
        times.push(performance.now() - sentAtMs);
      }
      medians[way] = times.sort((a, b) => a - b)[Math.floor(CALLS / 2)] ?? NaN;
      quickest[way] = times[0] ?? NaN;
      client.close();
    }
    expect(await server.finished(60_000)).toEqual({ code: 0, signal: null });
    // the delayed acknowledgement: 40 ms on Linux
    expect(medians['two sends']).toBeGreaterThan(30);
    // A busy machine may delay any one call, but not all of them: the quickest shows what
    // the kernel does.
    expect(quickest['two sends, TCP_NODELAY']).toBeLessThan(medians['two sends'] ?? NaN);
    expect(quickest['one send']).toBeLessThan(medians['two sends'] ?? NaN);
  } finally {
    await server.stop(0);
  }
});
