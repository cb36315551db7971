// Judges my/passing/passer.ts by what it passes, and by what stays open in the master.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports } from './judge/driver';

const TURN = 'Stage 1: in turn';
const FULL = 'Stage 2: full and dead workers';
const ROOM = 'Stage 3: room';
const CHANGES = 'Stage 4: workers come and go';

const names = ['Passer'] as const;
const THREE = [6, 7, 8];

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'in turn',
      names,
      cases: [
        scenario(TURN, 'the only worker gets the connection', [6], (driver) => {
          driver.pass(20);
          driver.expectPassed('20 to 6');
          driver.expectPending(undefined);
        }),
        scenario(TURN, 'the master closes its own copy', [6], (driver) => {
          driver.pass(20);
          driver.expectInMaster();
          driver.expectChannels(6);
        }),
        scenario(TURN, 'three workers take turns', THREE, (driver) => {
          driver.pass(20, 21, 22, 23);
          driver.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 6');
        }),
        scenario(TURN, 'the open connections are counted', THREE, (driver) => {
          driver.pass(20, 21, 22, 23);
          driver.expectOpen(6, 2);
          driver.expectOpen(7, 1);
        }),
      ],
    },
    {
      title: 'full and dead workers',
      names,
      cases: [
        ...(['full', 'dead'] as const).flatMap((state) => [
          scenario(FULL, `the first worker is ${state}: the next one gets it`, THREE, (driver) => {
            driver.becomes(6, state);
            driver.pass(20);
            driver.expectPassed('20 to 7');
            driver.expectInMaster();
          }),
          scenario(FULL, `two of three workers are ${state}`, THREE, (driver) => {
            driver.becomes(6, state);
            driver.becomes(7, state);
            driver.pass(20, 21);
            driver.expectPassed('20 to 8', '21 to 8');
          }),
        ]),
        scenario(FULL, 'only connections that were sent are counted', THREE, (driver) => {
          driver.becomes(6, 'full');
          driver.pass(20);
          driver.expectOpen(6, 0);
          driver.expectOpen(7, 1);
        }),
        scenario(FULL, 'a worker that was full keeps its place', THREE, (driver) => {
          driver.becomes(6, 'full');
          driver.pass(20);
          driver.becomes(6, 'ready');
          driver.pass(21, 22);
          driver.expectPassed('20 to 7', '21 to 6', '22 to 8');
        }),
        scenario(FULL, 'a dead worker stays until it is removed', THREE, (driver) => {
          driver.pass(20);
          driver.becomes(6, 'dead');
          driver.pass(21, 22, 23);
          driver.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 7');
          driver.expectOpen(6, 1);
        }),
        scenario(FULL, 'no worker can take it: it stays open', [6, 7], (driver) => {
          driver.becomes(6, 'full');
          driver.becomes(7, 'dead');
          driver.pass(20);
          driver.expectPending(20);
          driver.expectInMaster(20);
        }),
        scenario(FULL, 'a pending connection is passed when there is room', [6, 7], (driver) => {
          driver.becomes(6, 'full');
          driver.becomes(7, 'full');
          driver.pass(20);
          driver.retry();
          driver.expectPending(20);
          driver.becomes(7, 'ready');
          driver.retry();
          driver.expectPassed('20 to 7');
          driver.expectPending(undefined);
          driver.expectInMaster();
        }),
        scenario(FULL, 'a pending connection may have the number 0', [6], (driver) => {
          driver.becomes(6, 'full');
          driver.pass(0);
          driver.expectPending(0);
          driver.becomes(6, 'ready');
          driver.retry();
          driver.expectPassed('0 to 6');
          driver.expectPending(undefined);
        }),
        scenario(FULL, 'with nothing pending, nothing happens', [6], (driver) => {
          driver.pass(20);
          driver.retry();
          driver.expectPassed('20 to 6');
        }),
        scenario(FULL, 'no worker yet', [], (driver) => {
          driver.pass(20);
          driver.expectPending(20);
          driver.add(6);
          driver.retry();
          driver.expectPassed('20 to 6');
        }),
        scenario(FULL, 'any other error is thrown', [6], (driver) =>
          driver.expectThrown('ENOBUFS', 20),
        ),
      ],
    },
    {
      title: 'room',
      names,
      cases: [
        scenario(ROOM, 'a report reduces the open connections', [6], (driver) => {
          driver.pass(20, 21, 22);
          driver.closed(6, 2);
          driver.expectOpen(6, 1);
        }),
        scenario(ROOM, 'a report does not change the queue', THREE, (driver) => {
          driver.pass(20, 21);
          driver.closed(6, 1);
          driver.pass(22, 23);
          driver.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 6');
        }),
        scenario(
          ROOM,
          'a worker without room is not offered another one',
          [6, 7],
          (driver) => {
            driver.pass(20, 21, 22, 23);
            driver.closed(7, 1);
            driver.pass(24);
            driver.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 7', '24 to 7');
          },
          2,
        ),
        scenario(
          ROOM,
          'a worker without room keeps its place',
          THREE,
          (driver) => {
            driver.pass(20, 21, 22, 23, 24);
            driver.closed(7, 2);
            driver.pass(25);
            driver.closed(8, 2);
            driver.pass(26);
            driver.closed(6, 2);
            driver.pass(27);
            driver.expectPassed(
              ...['20 to 6', '21 to 7', '22 to 8', '23 to 6', '24 to 7', '25 to 8'],
              ...['26 to 7', '27 to 6'],
            );
          },
          2,
        ),
        scenario(
          ROOM,
          'no worker has room: it is pending until one reports',
          [6, 7],
          (driver) => {
            driver.pass(20, 21, 22);
            driver.expectPending(22);
            driver.expectInMaster(22);
            driver.closed(7, 1);
            driver.retry();
            driver.expectPassed('20 to 6', '21 to 7', '22 to 7');
          },
          1,
        ),
      ],
    },
    {
      title: 'workers come and go',
      names,
      cases: [
        scenario(CHANGES, 'the channel of a dead worker is closed', THREE, (driver) => {
          driver.becomes(7, 'dead');
          driver.remove(7);
          driver.expectChannels(6, 8);
        }),
        scenario(CHANGES, 'the others keep their places', THREE, (driver) => {
          driver.pass(20, 21);
          driver.remove(6);
          driver.pass(22, 23, 24);
          driver.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 7', '24 to 8');
          driver.expectOpen(7, 2);
        }),
        scenario(CHANGES, 'a new worker joins at the end', [6, 7], (driver) => {
          driver.pass(20);
          driver.add(8);
          driver.pass(21, 22, 23);
          driver.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 8');
        }),
        scenario(
          CHANGES,
          'a new worker’s channel has the number of a dead one’s',
          [6, 7],
          (driver) => {
            driver.pass(20, 21, 22);
            driver.remove(6);
            driver.add(6);
            driver.expectOpen(6, 0);
            driver.pass(23, 24);
            driver.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 7', '24 to 6');
          },
        ),
        scenario(CHANGES, 'the last worker dies, and the next connection waits', [6], (driver) => {
          driver.remove(6);
          driver.pass(20);
          driver.expectPending(20);
          driver.expectInMaster(20);
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  channels: readonly number[],
  steps: (driver: Driver) => void | Promise<void>,
  maxOpen?: number,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, channels, maxOpen)) };
}
