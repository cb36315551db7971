import { delimit, undelimit } from './delimited';

const messages = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(300, 7)];
const stream = Buffer.concat(messages.map(delimit));

test('each message has a varint length prefix', () => {
  expect(delimit(Buffer.from('abc')).toString('hex')).toBe('03616263');
  expect(delimit(Buffer.alloc(300)).toString('hex', 0, 2)).toBe('ac02');
  expect(undelimit(stream)).toEqual({ messages, rest: Buffer.alloc(0) });
});

test('a stream truncated anywhere gives the complete messages and the rest', () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    const first = undelimit(stream.subarray(0, cut));
    const second = undelimit(Buffer.concat([first.rest, stream.subarray(cut)]));
    expect([...first.messages, ...second.messages]).toEqual(messages);
  }
});

test('a length over the limit is refused before its bytes arrive, and so is an invalid length', () => {
  expect(() => undelimit(delimit(Buffer.alloc(11)).subarray(0, 1), 10)).toThrow(
    'byte 0: message of 11 bytes exceeds the limit of 10',
  );
  expect(() => undelimit(Buffer.alloc(5, 0xff))).toThrow('longer than 5 bytes');
});
