import { drawTimeline, type TimelineEvent } from './timeline';

function event(atMs: number, client: string, step: TimelineEvent['step']): TimelineEvent {
  return { atMs, client, step };
}

const oneAfterTheOther = [
  event(100, 'A', 'connected'),
  event(100, 'A', 'accepted'),
  event(110, 'A', 'sent'),
  event(120, 'A', 'answered'),
  event(130, 'B', 'connected'),
  event(140, 'B', 'sent'),
  event(200, 'A', 'left'),
  event(200, 'B', 'accepted'),
  event(220, 'B', 'answered'),
  event(300, 'B', 'left'),
];

test('a client that waits for another is drawn waiting', () => {
  expect(drawTimeline(oneAfterTheOther, 21)).toBe(
    ['ms  0    50   100  150  200', 'A   CSA=======L', 'B      CS.....==A=======L'].join('\n'),
  );
});

test('the scale of a few milliseconds has a decimal place', () => {
  const events = [event(0, 'A', 'connected'), event(3, 'A', 'left')];
  expect(drawTimeline(events, 21).split('\n')[0]).toBe('ms  0    0.8  1.5  2.3  3.0');
});

test('a different order of events gives a different picture', () => {
  const atOnce = oneAfterTheOther.map((each) =>
    each.client === 'B' && each.step === 'accepted' ? { ...each, atMs: 130 } : each,
  );
  expect(drawTimeline(atOnce, 21).split('\n')[2]).toBe('B      CS=======A=======L');
});

test('the worker that served a client follows its line', () => {
  const events = [
    event(0, 'A', 'connected'),
    { ...event(0, 'A', 'accepted'), note: 'process 7' },
    event(10, 'A', 'left'),
  ];
  expect(drawTimeline(events, 11).split('\n')[1]).toBe('A   C=========L  process 7');
});
