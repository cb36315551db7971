// Judges my/passing/passer.ts by what it passes, and by what stays open in the master.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Played, type Exports } from './judge/played';

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
        plays(TURN, 'the only worker gets the connection', [6], (played) => {
          played.pass(20);
          played.expectPassed('20 to 6');
          played.expectPending(undefined);
        }),
        plays(TURN, 'the master closes its own copy', [6], (played) => {
          played.pass(20);
          played.expectInMaster();
          played.expectChannels(6);
        }),
        plays(TURN, 'three workers take turns', THREE, (played) => {
          played.pass(20, 21, 22, 23);
          played.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 6');
        }),
        plays(TURN, 'the open connections are counted', THREE, (played) => {
          played.pass(20, 21, 22, 23);
          played.expectOpen(6, 2);
          played.expectOpen(7, 1);
        }),
      ],
    },
    {
      title: 'full and dead workers',
      names,
      cases: [
        ...(['full', 'dead'] as const).flatMap((state) => [
          plays(FULL, `the first worker is ${state}: the next one gets it`, THREE, (played) => {
            played.becomes(6, state);
            played.pass(20);
            played.expectPassed('20 to 7');
            played.expectInMaster();
          }),
          plays(FULL, `two of three workers are ${state}`, THREE, (played) => {
            played.becomes(6, state);
            played.becomes(7, state);
            played.pass(20, 21);
            played.expectPassed('20 to 8', '21 to 8');
          }),
        ]),
        plays(FULL, 'only what was sent is counted', THREE, (played) => {
          played.becomes(6, 'full');
          played.pass(20);
          played.expectOpen(6, 0);
          played.expectOpen(7, 1);
        }),
        plays(FULL, 'a worker that was full keeps its place', THREE, (played) => {
          played.becomes(6, 'full');
          played.pass(20);
          played.becomes(6, 'ready');
          played.pass(21, 22);
          played.expectPassed('20 to 7', '21 to 6', '22 to 8');
        }),
        plays(FULL, 'no worker can take it: it stays open', [6, 7], (played) => {
          played.becomes(6, 'full');
          played.becomes(7, 'dead');
          played.pass(20);
          played.expectPending(20);
          played.expectInMaster(20);
        }),
        plays(FULL, 'what is pending is passed when there is room', [6, 7], (played) => {
          played.becomes(6, 'full');
          played.becomes(7, 'full');
          played.pass(20);
          played.retry();
          played.expectPending(20);
          played.becomes(7, 'ready');
          played.retry();
          played.expectPassed('20 to 7');
          played.expectPending(undefined);
          played.expectInMaster();
        }),
        plays(FULL, 'nothing is pending: nothing happens', [6], (played) => {
          played.pass(20);
          played.retry();
          played.expectPassed('20 to 6');
        }),
        plays(FULL, 'there is no worker yet', [], (played) => {
          played.pass(20);
          played.expectPending(20);
          played.add(6);
          played.retry();
          played.expectPassed('20 to 6');
        }),
        plays(FULL, 'an error that is neither is thrown', [6], (played) =>
          played.expectThrown('ENOBUFS', 20),
        ),
      ],
    },
    {
      title: 'room',
      names,
      cases: [
        plays(ROOM, 'a report reduces the open connections', [6], (played) => {
          played.pass(20, 21, 22);
          played.closed(6, 2);
          played.expectOpen(6, 1);
        }),
        plays(ROOM, 'a report does not change the line', THREE, (played) => {
          played.pass(20, 21);
          played.closed(6, 1);
          played.pass(22, 23);
          played.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 6');
        }),
        plays(
          ROOM,
          'a worker without room is not offered another one',
          [6, 7],
          (played) => {
            played.pass(20, 21, 22, 23);
            played.closed(7, 1);
            played.pass(24);
            played.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 7', '24 to 7');
          },
          2,
        ),
        plays(
          ROOM,
          'all are without room: it is pending until one reports',
          [6, 7],
          (played) => {
            played.pass(20, 21, 22);
            played.expectPending(22);
            played.expectInMaster(22);
            played.closed(7, 1);
            played.retry();
            played.expectPassed('20 to 6', '21 to 7', '22 to 7');
          },
          1,
        ),
      ],
    },
    {
      title: 'workers come and go',
      names,
      cases: [
        plays(CHANGES, 'the channel of a dead worker is closed', THREE, (played) => {
          played.becomes(7, 'dead');
          played.remove(7);
          played.expectChannels(6, 8);
        }),
        plays(CHANGES, 'the others keep their places', THREE, (played) => {
          played.pass(20, 21);
          played.remove(6);
          played.pass(22, 23, 24);
          played.expectPassed('20 to 6', '21 to 7', '22 to 8', '23 to 7', '24 to 8');
          played.expectOpen(7, 2);
        }),
        plays(CHANGES, 'a new worker stands at the end', [6, 7], (played) => {
          played.pass(20);
          played.add(8);
          played.pass(21, 22, 23);
          played.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 8');
        }),
        plays(CHANGES, 'a new worker has the channel number of one that died', [6, 7], (played) => {
          played.pass(20, 21, 22);
          played.remove(6);
          played.add(6);
          played.expectOpen(6, 0);
          played.pass(23, 24);
          played.expectPassed('20 to 6', '21 to 7', '22 to 6', '23 to 7', '24 to 6');
        }),
        plays(CHANGES, 'the last worker dies, and what comes then waits', [6], (played) => {
          played.remove(6);
          played.pass(20);
          played.expectPending(20);
          played.expectInMaster(20);
        }),
      ],
    },
  ],
});

function plays(
  section: string,
  title: string,
  channels: readonly number[],
  play: (played: Played) => void | Promise<void>,
  maxOpen?: number,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Played(exports, channels, maxOpen)) };
}
