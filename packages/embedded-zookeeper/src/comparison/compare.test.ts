// Compares both servers on some fixed seeds. Without Java, recorded replies of the real
// server are used.

import { JuteReader, JuteWriter } from '../wire/jute';
import { whyNotReal } from '../real/real-node';
import { RealZooKeeper } from '../real/real-zookeeper';
import { EmbeddedZooKeeper } from '../server/server';
import { answerOf } from './answer';
import { compareTalks, Pair, REAL_FLAGS } from './compare';
import { damageBody, damageFrame } from './damage';
import { Grammar, MISSING, OP, typeOf } from './grammar';
import { Random } from './random';
import { record } from './record';
import { RECORDED } from './recorded';
import { stepsOf, describeStep } from './sequence';
import { Talk } from './talk';

const seedOf = (line: string): number => Number(line.split(' ', 1));
const SEEDS = RECORDED.map(seedOf);

const testWithReal = whyNotReal() === undefined ? test : test.skip;

describe('the embedded server', () => {
  test('replies to generated sequences as the real one did when it was recorded', async () => {
    const server = new EmbeddedZooKeeper();
    await server.start();
    try {
      const recorded = await record(server.address, 0, SEEDS);
      for (const [i, line] of recorded.entries()) expect(line).toBe(RECORDED[i]);
    } finally {
      await server.stop();
    }
  });

  testWithReal(
    'replies to generated sequences as the real one does (skipped without Java and its jars)',
    async () => {
      const pair = new Pair();
      try {
        for (let seed = 1; seed <= 60; seed++) {
          const { difference } = await pair.compare(seed);
          expect(difference?.known === undefined ? difference : undefined).toBeUndefined();
        }
      } finally {
        await pair.remove();
      }
    },
  );
});

testWithReal(
  'the real server still replies as recorded (skipped without Java and its jars)',
  async () => {
    const server = new RealZooKeeper({ flags: REAL_FLAGS });
    try {
      await server.start();
      expect(await record(server.address, 1, SEEDS)).toEqual(RECORDED);
    } finally {
      await server.remove();
    }
  },
);

/** The first recorded seed in which a session is resumed. */
function seedThatResumes(): number {
  const seed = SEEDS.find((one) =>
    [...stepsOf(one, '/s', 0n)].some((step) => step.kind === 'resume' && step.change === 'none'),
  );
  if (seed === undefined) throw new Error('no recorded sequence resumes a session');
  return seed;
}

describe('the comparison', () => {
  test('finds the first reply that differs', async () => {
    const servers = [new EmbeddedZooKeeper(), new EmbeddedZooKeeper({ maxTimeoutMs: 50_000 })];
    try {
      const talks: Talk[] = [];
      for (const server of servers) {
        await server.start();
        talks.push(await Talk.with(server.address, 0));
      }
      const [ours, theirs] = talks as [Talk, Talk];
      // In this sequence a session is resumed, and the reply contains its timeout.
      const difference = await compareTalks(seedThatResumes(), ours, theirs);
      expect(difference?.ours.join()).toContain('60000 ms');
      expect(difference?.theirs.join()).toContain('50000 ms');
      expect(difference?.known).toBeUndefined();
    } finally {
      for (const server of servers) await server.stop();
    }
  });

  test('names sessions, and sorts what has no defined order', () => {
    const source = { ownNodes: 0, nameOf: (session: bigint) => `session ${session}` };
    const header = (error: number): JuteWriter => new JuteWriter().int(7).long(3n).int(error);
    const text = (type: number, reply: JuteWriter): string =>
      answerOf(new JuteReader(reply.body()), type, source).text;
    const names = header(0).int(3).string('b').string('zookeeper').string('a');
    expect(text(OP.getChildren, names)).toBe('7 zxid 3 error 0 ["a","b"]');
    expect(text(OP.getChildren, header(-101).int(1))).toBe('7 zxid 3 error -101 +4 bytes');
    expect(text(OP.sync, header(0).int(5))).toBe('7 zxid 3 error 0 TRUNCATED');
    const stat = header(0).long(1n).long(2n).long(5n).long(0n).int(1).int(2).int(3);
    expect(text(OP.exists, stat.long(9n).int(4).int(5).long(6n))).toBe(
      '7 zxid 3 error 0 c1 m2 p6, a time, no time, versions 1 2 3, owner session 9 4 bytes 5 children',
    );
  });
});

describe('the generator', () => {
  const descriptionsOf = (seed: number): string[] => [...stepsOf(seed, '/s', 0n)].map(describeStep);

  test('generates the same sequence from the same seed', () => {
    for (let seed = 0; seed < 20; seed++)
      expect(descriptionsOf(seed)).toEqual(descriptionsOf(seed));
    expect(descriptionsOf(1)).not.toEqual(descriptionsOf(2));
  });

  test('generates requests of every operation', () => {
    const grammar = new Grammar(new Random(1), '/s', 0n);
    const seen = new Set(Array.from({ length: 30_000 }, (_, i) => typeOf(grammar.request(i))));
    expect([...Object.values(OP), ...MISSING].filter((type) => !seen.has(type))).toEqual([]);
  });

  test('damages the inside of a request, or the length of its frame', () => {
    const body = new JuteWriter().int(1).int(OP.exists).string('/some/path').bool(true).body();
    const damaged = Array.from({ length: 60 }, (_, seed) => damageBody(body, new Random(seed)));
    expect(new Set(damaged.map((one) => one.toString('hex'))).size).toBeGreaterThan(40);
    expect(new Set(damaged.map(({ length }) => Math.sign(length - body.length))).size).toBe(3);
    for (let seed = 0; seed < 60; seed++)
      expect(damageFrame(body, new Random(seed)).readInt32BE()).not.toBe(body.length);
  });
});
