// The machine alone: every event in every phase, and random conversations with an engine
// of paper that does what the machine says.

import fc from 'fast-check';
import {
  ConnectionMachine,
  TRANSITIONS,
  type ConnectionEvent,
  type Phase,
} from './connection-machine';
import { PaperEngine } from './testing/paper-engine';

/** What leads to each phase. */
const WAYS: Readonly<Record<Phase, readonly ConnectionEvent[]>> = {
  serving: [],
  stopping: ['full', 'stop requested'],
  refusing: ['stop requested', 'idle'],
  draining: ['stop requested', 'idle', 'backlog read'],
  finishing: ['answering', 'input ended'],
  closing: ['input ended', 'idle'],
  lingering: ['input ended', 'idle', 'shut down'],
  closed: ['cut'],
};
const PHASES = Object.keys(WAYS) as Phase[];

function machineIn(phase: Phase): ConnectionMachine {
  const machine = new ConnectionMachine();
  for (const event of WAYS[phase]) machine.on(event, event);
  expect(machine.phase).toBe(phase);
  return machine;
}

// A row for each event, a column for each phase. Dot: the phase stays. Dash: impossible.
const TABLE = `
                serving    stopping   refusing   draining   finishing  closing    lingering  closed
idle            .          refusing   .          closing    closing    -          -          -
answering       .          refusing   .          .          .          -          -          -
yielded         .          .          .          .          .          -          -          -
full            .          .          .          .          .          -          -          -
stop requested  stopping   -          -          -          -          -          -          -
backlog read    -          -          draining   -          -          -          -          -
input ended     finishing  finishing  finishing  finishing  .          .          closed     .
framing lost    finishing  finishing  finishing  finishing  .          -          -          -
frame timeout   finishing  -          finishing  finishing  -          -          -          -
idle timeout    finishing  -          finishing  -          -          -          -          -
write timeout   closed     closed     closed     closed     closed     closed     closed     .
shut down       -          -          -          -          -          lingering  -          -
linger timeout  -          -          -          -          -          -          closed     -
cut             closed     closed     closed     closed     closed     closed     closed     .
gone            closed     closed     closed     closed     closed     closed     closed     .
`;

const [, header = '', ...rows] = TABLE.trimEnd().split('\n');
const EVENTS = rows.map((row) => row.slice(0, 16).trim() as ConnectionEvent);

describe('every event in every phase', () => {
  const columns = header.trim().split(/ +/) as Phase[];
  const cells = rows.flatMap((row, n) =>
    row
      .slice(16)
      .trim()
      .split(/ +/)
      .map((cell, i) => [columns[i] as Phase, EVENTS[n] as ConnectionEvent, cell] as const),
  );

  test('the table has all phases and all events', () => {
    expect(columns).toEqual(Object.keys(TRANSITIONS));
    const known = PHASES.flatMap((phase) => Object.values(TRANSITIONS[phase]).flat());
    expect([...EVENTS].sort()).toEqual([...new Set(known)].sort());
    expect(cells).toHaveLength(columns.length * EVENTS.length);
  });

  test.each(cells)('%s, %s: %s', (phase, event, cell) => {
    const machine = machineIn(phase);
    if (cell === '-') {
      expect(() => machine.on(event)).toThrow(`impossible: ${event} while ${phase}`);
    } else {
      expect(machine.on(event, event)).toBe(cell === '.' ? undefined : cell);
    }
    expect(machine.phase).toBe(cell === '-' || cell === '.' ? phase : cell);
  });
});

describe('what a connection waits for', () => {
  test.each([
    ['serving', 'idle', 'read'],
    ['serving', 'answering', 'read'],
    ['serving', 'yielded', 'turn'],
    ['serving', 'full', 'write'],
    ['stopping', 'yielded', 'turn'],
    ['stopping', 'full', 'write'],
    ['refusing', 'idle', 'read'],
    ['refusing', 'answering', 'read'],
    ['refusing', 'yielded', 'turn'],
    ['refusing', 'full', 'write'],
    ['draining', 'answering', 'read'],
    ['draining', 'yielded', 'turn'],
    ['draining', 'full', 'write'],
    ['finishing', 'answering', 'write'],
    ['finishing', 'yielded', 'turn'],
    ['finishing', 'full', 'write'],
  ] as const)('%s, the last turn %s: %s', (phase, turnEnd, want) => {
    const machine = machineIn(phase);
    machine.on(turnEnd);
    expect(machine.phase).toBe(phase);
    expect(machine.want).toBe(want);
  });

  test.each([
    ['closing', 'write'],
    ['lingering', 'discard'],
    ['closed', 'nothing'],
  ] as const)('%s: %s', (phase, want) => {
    expect(machineIn(phase).want).toBe(want);
    expect(machineIn(phase).takesTurns).toBe(false);
  });
});

describe('why it closes', () => {
  test('the first reason counts', () => {
    const machine = machineIn('serving');
    machine.on('answering');
    machine.on('input ended', 'first');
    machine.on('cut', 'second');
    expect(machine.reason).toBe('first');
  });

  test('a connection that drains and is cut did not close because the server stops', () => {
    const machine = new ConnectionMachine();
    for (const event of ['stop requested', 'answering', 'backlog read'] as const) machine.on(event);
    machine.on('cut', 'time is up');
    expect(machine.reason).toBe('time is up');
  });

  test('one that has drained did', () => {
    const machine = new ConnectionMachine();
    for (const event of ['stop requested', 'idle', 'backlog read', 'idle'] as const) {
      machine.on(event);
    }
    expect(machine.phase).toBe('closing');
    expect(machine.reason).toBe('server is stopping');
  });
});

describe('random conversations', () => {
  const names = Object.keys(new PaperEngine().steps) as (keyof PaperEngine['steps'])[];
  const CALM = ['clientSends', 'loopReads', 'loopTurns', 'handlerAnswers', 'clientTakesAnswers'];
  /** Mostly requests and answers: what ends a connection comes now and then. */
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names.filter((name) => CALM.includes(name))) },
    { weight: 1, arbitrary: fc.constantFrom(...names) },
  );
  const conversations = fc.array(step, { maxLength: 120 });

  function run(steps: readonly (keyof PaperEngine['steps'])[]): PaperEngine {
    const engine = new PaperEngine();
    for (const name of steps) engine.steps[name]();
    return engine;
  }

  /** The client takes everything and leaves; handlers answer; the loop turns. */
  function comeToAnEnd(engine: PaperEngine): void {
    const { steps } = engine;
    steps.clientEnds();
    for (let n = 0; n < 500 && !engine.closed; n++) {
      steps.loopReads();
      steps.loopTurns();
      steps.handlerAnswers();
      steps.backlogIsRead();
      steps.lastByteLeaves();
      steps.clientTakesAnswers();
    }
  }

  // PaperEngine throws where the machine lets it read while it is full.
  test('a connection never reads while it is full, and ends exactly once', () => {
    fc.assert(
      fc.property(conversations, (steps) => {
        const engine = run(steps);
        comeToAnEnd(engine);
        expect(engine.phases.filter((phase) => phase === 'closed')).toEqual(['closed']);
        // No phase comes back.
        expect(new Set(engine.phases).size).toBe(engine.phases.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every request is answered at most once; all that were read, where nothing broke', () => {
    fc.assert(
      fc.property(conversations, (steps) => {
        const engine = run(steps);
        comeToAnEnd(engine);
        const { answered, read, phases } = engine;
        expect(new Set(answered).size).toBe(answered.length);
        if (phases.includes('closing')) expect([...answered].sort(byNumber)).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a request is refused if, and only if, it was read after the stop', () => {
    fc.assert(
      fc.property(conversations, (steps) => {
        const engine = run(steps);
        comeToAnEnd(engine);
        const { read, refused, readBeforeRefusing, phases } = engine;
        if (!phases.includes('closing')) return;
        expect(refused).toEqual(read.slice(Math.min(readBeforeRefusing, read.length)));
      }),
      { numRuns: 2_000 },
    );
  });
});

function byNumber(a: number, b: number): number {
  return a - b;
}
