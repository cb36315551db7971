// Held clients and real servers, as a learner starts them. A test waits for lines that the
// clients and the servers print.

import { join } from 'node:path';
import { ServerFixture, typescriptCommand } from '@bytes-up/testkit';
import { runCourse } from '../testing/course';
import { makeRoot } from '../testing/make-root';

const fixture = new ServerFixture();
let root: string;

beforeAll(() => (root = makeRoot()));
afterEach(() => fixture.clear());

const serve = (folder: string, ...flags: string[]) =>
  fixture.serve(...typescriptCommand(join(__dirname, `../../../${folder}/src/main.ts`), ...flags));

/** The command line, with the address of the server that was started last. */
function clients(count: number, ...flags: string[]): string[] {
  const { host, port } = fixture.server.address;
  return ['clients', String(count), '--connect', `${host}:${port}`, ...flags];
}

test('one client, one answer, one timeline', async () => {
  await serve('12-single-process-async');
  const { code, stdout, stderr } = await runCourse(clients(1, '--say', 'ping'), { root });
  expect(stdout).toMatch(
    /^ms {8}0[ \d]+\nclient 1 {2}C\.*S[.]*A=*L\n\nC connected {2}S its send returned {2}A its answer came {2}L left {2}\. waits\n= is served\n\n1 answered, 0 waiting, 0 reset\n$/,
  );
  expect(stderr).toMatch(/^\d+\.\d ms {2}client 1 connected\n/);
  expect(code).toBe(0);
});
