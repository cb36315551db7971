import { formatAddress } from './index';

describe('formatAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:80'],
    ['::1', '[::1]:80'],
  ])('%s', (host, text) => {
    expect(formatAddress({ host, port: 80 })).toBe(text);
  });
});
