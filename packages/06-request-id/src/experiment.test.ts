import { CLIENTS, experiment, type Outcome } from './experiment';
import { MOMENTS, type Moment } from './cutting-proxy';

const [never, always, safe, withKey] = CLIENTS;

async function outcomes(client: (typeof CLIENTS)[number] | undefined): Promise<Outcome[]> {
  if (client === undefined) throw new Error('there are four clients');
  return Promise.all(MOMENTS.map((moment: Moment) => experiment(moment, client)));
}

test('without a key and without a retry a call may be done or not, and the client cannot tell', async () => {
  const results = await outcomes(never);
  expect(results.map(({ total }) => total)).toEqual([0, 1, 1]);
  for (const { told } of results) expect(told).toMatch(/while (sending|waiting)$/);
});

test('with retries and without a key a call is done twice', async () => {
  expect((await outcomes(always)).map(({ total }) => total)).toEqual([1, 2, 2]);
});

test('without a key a client that retries only what is safe has to report an error', async () => {
  const results = await outcomes(safe);
  expect(results.map(({ total }) => total)).toEqual([0, 1, 1]);
  for (const { told } of results) expect(told).toMatch(/while (sending|waiting)$/);
});

test('with a key there is exactly one effect, and the client has its result', async () => {
  const results = await outcomes(withKey);
  expect(results).toEqual(MOMENTS.map(() => ({ total: 1, told: '1 at attempt 2' })));
});
