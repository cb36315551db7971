import { exchanges } from './pieces';

const [joined, cut, whole] = exchanges();

test('two sends may arrive as one', () => {
  expect(joined).toEqual({
    sent: ['hello', 'world'],
    bufferSizes: [100],
    received: ['helloworld'],
  });
});

test('one send may arrive as two, because recv returns at most what fits into its buffer', () => {
  expect(cut).toEqual({
    sent: ['helloworld'],
    bufferSizes: [4, 100],
    received: ['hell', 'oworld'],
  });
});

test('MSG_WAITALL fills the buffer', () => {
  expect(whole?.received).toEqual(['helloworld']);
});
