import { exchanges } from './pieces';

const [joined, cut, whole] = exchanges();

test('two sends may arrive as one', () => {
  expect(joined).toEqual({ sent: ['hello', 'world'], rooms: [100], received: ['helloworld'] });
});

test('one send may arrive as two: recv brings at most what it has room for', () => {
  expect(cut).toEqual({ sent: ['helloworld'], rooms: [4, 100], received: ['hell', 'oworld'] });
});

test('MSG_WAITALL fills the room', () => {
  expect(whole?.received).toEqual(['helloworld']);
});
