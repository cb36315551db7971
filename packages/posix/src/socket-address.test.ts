import { decodeSocketAddress, encodeSocketAddress, formatSocketAddress } from './socket-address';

describe('a socket address', () => {
  const bytes = Buffer.from('02001f90c0a8010a0000000000000000', 'hex');
  const address = { host: '192.168.1.10', port: 8080 };

  it('has the bytes of struct sockaddr_in: port and address big-endian', () => {
    expect(encodeSocketAddress(address)).toEqual(bytes);
    expect(decodeSocketAddress(bytes)).toEqual(address);
    expect(formatSocketAddress(address)).toBe('192.168.1.10:8080');
  });

  it.each([
    [
      { host: 'localhost', port: 1 },
      'host must be an IPv4 address such as 127.0.0.1, got "localhost"',
    ],
    [{ host: '::1', port: 1 }, 'host must be an IPv4 address such as 127.0.0.1, got "::1"'],
    [{ host: '127.0.0.1', port: 65536 }, 'port must be an integer from 0 to 65535, got 65536'],
    [{ host: '127.0.0.1', port: -1 }, 'port must be an integer from 0 to 65535, got -1'],
    [{ host: '127.0.0.1', port: 1.5 }, 'port must be an integer from 0 to 65535, got 1.5'],
  ])('refuses %j', (wrong, message) => {
    expect(() => encodeSocketAddress(wrong)).toThrow(message);
  });

  it('refuses the bytes of another family', () => {
    expect(() => decodeSocketAddress(Buffer.from('0a00', 'hex'))).toThrow(
      'expected an IPv4 address (family 2), got family 10',
    );
  });
});
