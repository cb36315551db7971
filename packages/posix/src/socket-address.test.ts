import {
  AF_INET,
  AF_INET6,
  decodeSocketAddress,
  encodeSocketAddress,
  familyOf,
  formatSocketAddress,
} from './socket-address';

describe('a socket address', () => {
  const bytes = Buffer.from('02001f90c0a8010a0000000000000000', 'hex');
  const address = { host: '192.168.1.10', port: 8080 };

  it('has the bytes of struct sockaddr_in: port and address big-endian', () => {
    expect(encodeSocketAddress(address)).toEqual(bytes);
    expect(decodeSocketAddress(bytes)).toEqual(address);
    expect(formatSocketAddress(address)).toBe('192.168.1.10:8080');
    expect(familyOf(address.host)).toBe(AF_INET);
  });

  it.each([
    ['::1', '00000000000000000000000000000001'],
    ['::', '00000000000000000000000000000000'],
    ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
    ['2001:0:0:1::1', '20010000000000010000000000000001'],
    ['10:20::', '00100020000000000000000000000000'],
    ['1::30:0:0', '00010000000000000000003000000000'],
    ['::ffff:10.0.0.7', '00000000000000000000ffff0a000007'],
  ])('has the bytes of struct sockaddr_in6: %s', (host, hex) => {
    const wanted = Buffer.from(`0a001f9000000000${hex}00000000`, 'hex');
    expect(encodeSocketAddress({ host, port: 8080 })).toEqual(wanted);
    expect(decodeSocketAddress(wanted)).toEqual({ host, port: 8080 });
    expect(formatSocketAddress({ host, port: 8080 })).toBe(`[${host}]:8080`);
    expect(familyOf(host)).toBe(AF_INET6);
  });

  it('takes an IPv6 address in any spelling, and gives it in one', () => {
    const bytes = encodeSocketAddress({ host: '2001:0DB8:0:0:0::1.2.3.4', port: 1 });
    expect(decodeSocketAddress(bytes).host).toBe('2001:db8::102:304');
  });

  it.each([
    [
      { host: 'localhost', port: 1 },
      'host must be an IP address such as 127.0.0.1 or ::1, got "localhost"',
    ],
    [
      { host: 'fe80::1%eth0', port: 1 },
      'host must be an IP address such as 127.0.0.1 or ::1, got "fe80::1%eth0"',
    ],
    [{ host: '127.0.0.1', port: 65536 }, 'port must be an integer from 0 to 65535, got 65536'],
    [{ host: '127.0.0.1', port: -1 }, 'port must be an integer from 0 to 65535, got -1'],
    [{ host: '127.0.0.1', port: 1.5 }, 'port must be an integer from 0 to 65535, got 1.5'],
  ])('refuses %j', (wrong, message) => {
    expect(() => encodeSocketAddress(wrong)).toThrow(message);
  });

  it('refuses the bytes of another family', () => {
    expect(() => decodeSocketAddress(Buffer.from('01000000', 'hex'))).toThrow(
      'expected an IP address (family 2 or 10), got family 1',
    );
  });
});
