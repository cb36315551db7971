import { stall } from '@bytes-up/testkit';
import { Connection } from '..';
import { startHeartbeat, type Watched } from './heartbeat';
import { echo, FakeServer, type Behaviour } from '../testing/fake-server';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  jest.useRealTimers();
  for (const end of ends.splice(0).reverse()) await end();
});

async function connectTo(behave: Behaviour, heartbeatMs: number) {
  const server = await FakeServer.start(behave);
  ends.push(() => server.stop());
  const connection = await Connection.open(server.address, { heartbeatMs });
  ends.push(() => connection.destroy());
  return { server, connection };
}

test('finds out that a server is gone without a word', async () => {
  const { connection } = await connectTo(() => undefined, 20);
  await expect(connection.call({ in: 'ping', params: 1 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    stage: 'waiting',
    message: 'heartbeat timeout after 20 ms, while waiting',
  });
});

test('leaves a server in peace that answers, and a slow call its time', async () => {
  const { server, connection } = await connectTo(({ request, answer }) => {
    if (request.params === 'slow') return; // answered by the test
    answer(1);
  }, 20);
  const slow = connection.call({ in: 'ping', params: 'slow' });
  const pings = (): number => server.requests.filter(({ params }) => params === null).length;
  while (pings() < 5) await new Promise(setImmediate);
  expect(connection.isLost).toBe(false);
  connection.destroy();
  await slow.catch(() => undefined);
});

test('finds out that a server is gone when no byte can be sent any more', async () => {
  const server = await FakeServer.start(({ socket }) => void socket.pause());
  ends.push(() => server.stop());
  const connection = await Connection.open(server.address, {
    heartbeatMs: 20,
    maxUnsentBytes: 1_000_000,
  });
  const lost = new Promise<Error>((resolve) => (connection.onLost = resolve));
  const isFull = (): boolean => {
    try {
      connection.notify({ in: 'log', params: 'x'.repeat(1_000_000) });
      return false;
    } catch {
      return true;
    }
  };
  while (!isFull()) await new Promise(setImmediate);
  expect((await lost).message).toContain('heartbeat timeout');
});

test.each([
  ['work of two heartbeats and a quarter', 45, 10],
  ['work of four heartbeats, again and again', 80, 0],
  ['work that is a little shorter than a heartbeat', 19, 1],
])('a caller that is busy does not take its server for dead: %s', async (_name, workMs, restMs) => {
  const { connection } = await connectTo(echo, 20);
  for (let n = 0; n < 20; n++) {
    stall(workMs); // work blocks the event loop
    // time is the subject: how much of it the caller leaves to the heartbeat
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  expect(connection.isLost).toBe(false);
  expect((await connection.call({ in: 'ping', params: 'there' })).result).toBe('there');
});

describe('with made time', () => {
  let events: string[];
  let bytes: number;
  let hasRoom: boolean;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    [events, bytes, hasRoom] = [[], 0, true];
    const watched: Watched = {
      bytesRead: () => bytes,
      ping: () => {
        events.push(hasRoom ? 'ping' : 'no room');
        return hasRoom;
      },
      onTimeout: () => events.push('timed out'),
    };
    ends.push(startHeartbeat(400, watched));
  });

  /** Advances the time in steps, with a turn of the event loop after each. */
  async function pass(ms: number, stepMs = 100): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      jest.advanceTimersByTime(stepMs);
      await new Promise(setImmediate);
    }
  }

  test('silence is asked about after one heartbeat, and judged after two', async () => {
    await pass(300);
    expect(events).toEqual([]);
    await pass(100);
    expect(events).toEqual(['ping']);
    await pass(300);
    expect(events).toEqual(['ping']);
    await pass(100);
    expect(events).toEqual(['ping', 'timed out']);
    await pass(4_000);
    expect(events).toEqual(['ping', 'timed out']);
  });

  test('a byte is a sign of life, whatever it belongs to', async () => {
    for (let n = 0; n < 5; n++) {
      await pass(700);
      bytes++;
    }
    expect(events).toEqual(['ping', 'ping', 'ping', 'ping', 'ping']);
  });

  test('what came while the caller was busy is read before it is judged', async () => {
    await pass(700);
    jest.advanceTimersByTime(5_000);
    bytes++; // read in the turn in which the timer fires, after it
    await new Promise(setImmediate);
    expect(events).toEqual(['ping']);
  });

  test('a time in which the caller was busy counts as one part, however long it was', async () => {
    await pass(100_000, 50_000); // two parts
    expect(events).toEqual([]);
    await pass(100_000, 50_000);
    expect(events).toEqual(['ping']);
  });

  test('a server that could not be asked, since there is no room, is not judged', async () => {
    hasRoom = false;
    await pass(1_600);
    expect(events).toEqual(['no room', 'no room', 'no room', 'no room']);
  });
});
