// A fork that really fails, with EAGAIN.

import { join } from 'node:path';
import { ServerFixture, typescriptCommand } from '@bytes-up/testkit';

const fixture = new ServerFixture();

afterEach(() => fixture.clear());

test('when fork fails the client gets UNAVAILABLE, and the server goes on', async () => {
  const server = await fixture.serve(
    ...typescriptCommand(join(__dirname, 'testing/serve-without-fork.ts')),
  );
  for (const n of [1, 2]) {
    const client = await fixture.client();
    expect(await client.end()).toMatchObject([
      { out: 'error', result: { code: 'UNAVAILABLE', retryable: true } },
    ]);
    await server.logged(new RegExp(`^connection ${n} .* refused: could not fork a process$`));
  }
  expect(server.log.filter((line) => line.includes('EAGAIN'))).toEqual([
    expect.stringMatching(/^fork\(\): EAGAIN, .*; new clients are refused until there is room$/),
  ]);
  const client = await fixture.client();
  expect(await client.call({ in: 'ping', params: 'again' })).toMatchObject({ result: 'again' });
});
