import { stall } from '@bytes-up/testkit';
import { PendingOperations } from './pending-operations';

test('an answer that arrived while this process could not run is not a timeout', async () => {
  const onTimeout = jest.fn();
  const answer = new PendingOperations().add<string>('getData', 5, {
    // Due after the timeout, and in the same turn of the loop, as what a socket reads.
    start: (done) => void setTimeout(() => done(null, 'in time'), 6),
    onTimeout,
  });
  stall(30);
  expect(await answer).toBe('in time');
  expect(onTimeout).not.toHaveBeenCalled();
});

test('without an answer it times out, and says so once', async () => {
  const onTimeout = jest.fn();
  const answer = new PendingOperations().add('getData', 5, { start: () => undefined, onTimeout });
  await expect(answer).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  expect(onTimeout).toHaveBeenCalledTimes(1);
});
