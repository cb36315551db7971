import { simulateWatches } from './watch-storm';

const storm = async (servers: number, clients: number): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await simulateWatches({ servers, clients })).map(({ what, traffic }) => [what, traffic]),
  );

const perClient = { events: 0, requests: 0 };

test('a change of one server of a thousand is a few messages for each client', async () => {
  expect(await storm(1_000, 1)).toMatchObject({
    'all clients start': { ...perClient, requests: 1_001 },
    'a server changes its weight': { events: 1, requests: 2 },
    'a server leaves': { events: 2, requests: 1 },
    'a server comes': { events: 1, requests: 2 },
    'all clients reconnect': { ...perClient, requests: 1_001 },
  });
});

test('three clients are three times the messages and the bytes of one', async () => {
  const [one, three] = [
    await simulateWatches({ servers: 30, clients: 1 }),
    await simulateWatches({ servers: 30, clients: 3 }),
  ];
  for (const [n, { traffic }] of one.entries()) {
    expect(three[n]?.traffic).toEqual({
      events: 3 * traffic.events,
      requests: 3 * traffic.requests,
      bytes: 3 * traffic.bytes,
    });
  }
});

test('the list grows with the servers, so a change costs servers times clients in bytes', async () => {
  const bytes = async (servers: number): Promise<number> => {
    const happenings = await simulateWatches({ servers, clients: 1 });
    return happenings.find(({ what }) => what === 'a server leaves')?.traffic.bytes ?? NaN;
  };
  // The one that left is in no list.
  expect((await bytes(201)) / (await bytes(101))).toBe(2);
});
