// The challenge as a learner uses it: one stage at a time, against real servers.

import { runChallenge, whatNext, whySkipped } from './challenge';
import type { Result } from './run/result';
import { STAGES } from './stages';
import { referenceCommand, REFERENCE_MODEL } from './testing/command';

/** Treats what one read returns as one frame: the most common mistake. */
const ONE_READ = `
const server = require('net').createServer((socket) => {
  socket.on('error', () => {}).on('data', (chunk) => {
    try {
      const { params, id } = JSON.parse(chunk.toString('utf8', 4));
      const body = Buffer.from(JSON.stringify({ out: 'pong', result: params, id }));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(body.length);
      socket.write(Buffer.concat([length, body]));
    } catch {
      socket.destroy();
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log('listening on 127.0.0.1:' + server.address().port));
`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly passed: ReadonlySet<number>;
}

async function challenge(before: readonly number[], ...argv: string[]): Promise<Ran> {
  const passed = new Set(before);
  let out = '';
  let err = '';
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
  ];
  try {
    const add = (stage: number): void => void passed.add(stage);
    const code = await runChallenge(argv, { numbers: () => passed, add });
    return { code, out, err, passed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test('the first stage that has not passed is judged, and the next one opens', async () => {
  const ran = await challenge([1], '--', ...referenceCommand());
  expect(ran.out).toMatch(/^passed {2}Stage 2: Answer the first call \(4 cases\)\n/);
  expect(ran.out).toContain('Next is stage 3: Echo the id\n');
  expect([ran.code, [...ran.passed]]).toEqual([0, [1, 2]]);
});

test('several stages end with a tally, and the next stage is named once', () => {
  const judged = STAGES.map((stage) => ({ stage, failed: stage.number === 16 ? ['a case'] : [] }));
  const numbers = new Set(STAGES.map(({ number }) => number).filter((number) => number !== 16));
  const [first, second] = whatNext(judged, { numbers: () => numbers })
    .trim()
    .split('\n');
  expect(first).toBe(`${STAGES.length - 1} passed, failed: 16`);
  expect(second).toMatch(/^Next is stage 16: /);
});

test('a stage that fails shows its first case and the known mistake, and stays open', async () => {
  const { code, out, passed } = await challenge([1], '--', ...referenceCommand('big-endian'));
  expect(out).toMatch(/^failed {2}Stage 2: Answer the first call \(4 of 4 cases\)\n/);
  expect(out).toContain('\n2.1/ping  the first call');
  expect(out).toContain('A known mistake: Your length has its high byte first.');
  expect(out.split('\n').length).toBeLessThan(40);
  expect([code, [...passed]]).toEqual([1, [1]]);
});

test('a server that treats one read as one frame gets that diagnosis', async () => {
  const command = ['--', process.execPath, '-e', ONE_READ, '--'];
  const { code, out } = await challenge([], '--stage', '5', '--patience', '1000', ...command);
  expect(out).toContain('A known mistake: You treat what one read returns as one frame.');
  expect(code).toBe(1);
});

test('--json says the same for programs, with a model file too', async () => {
  const flags = ['--stage', '10', '--json', '--model', REFERENCE_MODEL, '--'];
  const { code, out } = await challenge([], ...flags, ...referenceCommand('no-depth-limit'));
  const [stage] = JSON.parse(out) as [Record<string, unknown>];
  expect(stage).toMatchObject({ stage: 10, name: 'depth', passed: false });
  expect(stage['diagnosis']).toContain('Nesting is not bounded');
  expect(code).toBe(1);
});

test('a stage without an applicable case is skipped, and says why', async () => {
  const command = ['--model', REFERENCE_MODEL, '--', ...referenceCommand()];
  const { code, out } = await challenge([], '--stage', '22', ...command);
  expect(out).toMatch(/^skipped {2}Stage 22: .* \(0 cases, 2 not applicable\)\n/);
  expect(out).toContain(
    '\n15.1/killed-worker and 1 more are not applicable: the model has no worker',
  );
  expect(code).toBe(0);
});

test('each reason why cases were skipped is given once', () => {
  const skipped = (id: string, reason: string): Result =>
    ({ case: { id }, verdict: 'not applicable', reason }) as unknown as Result;
  const results = [skipped('1/a', 'slow'), skipped('1/b', 'no flags'), skipped('1/c', 'slow')];
  expect(whySkipped(results)).toBe(
    '1/a and 1 more are not applicable: slow\n1/b is not applicable: no flags\n',
  );
});

test('--list shows what has passed and what is open', async () => {
  const { code, out } = await challenge([1], '--list');
  expect(out.split('\n').slice(0, 3)).toEqual([
    '✓  1  Accept a connection and stay (1)',
    '→  2  Answer the first call (4)',
    '   3  Echo the id (3)',
  ]);
  expect(code).toBe(0);
  const { out: json } = await challenge([1], '--list', '--json');
  const states = (JSON.parse(json) as { state: string }[]).map(({ state }) => state);
  expect(states.slice(0, 3)).toEqual(['passed', 'open', 'closed']);
});

test('when every stage has passed it says so', async () => {
  const { code, out } = await challenge(STAGES.map(({ number }) => number));
  expect(out).toBe('Every stage has passed. --all judges all of them again.\n');
  expect(code).toBe(0);
});

test.each([
  [[], 'challenge: no server to judge: npm start -- challenge -- python3 my_server.py\n'],
  [['--stage', '99'], /^challenge: option '--stage <n>' .* Expected a number from 1 to \d+\.\n$/],
  [['--stage', '5', '--all'], /^challenge: option '--stage <n>' cannot be used with .*'--all'\n$/],
  [['--', '/no/such/server'], /^challenge: .*\/no\/such\/server.*\n$/],
  [
    ['--', 'my/server.ts'],
    /; TypeScript needs the loader: node -r \.\/tools\/ts\.cjs my\/server\.ts\n$/,
  ],
])('%j cannot be judged: one line, exit code 2', async (argv, line) => {
  const { code, err } = await challenge([], ...argv);
  expect(err).toMatch(line);
  expect(code).toBe(2);
});
