import type { JsonObject } from '@bytes-up/protocol';
import fc from 'fast-check';
import type { NegotiatedOptions } from './negotiated';
import { caught } from '../testing/caught';
import { subject } from '../testing/subject';

const { NegotiatedEncoder, NegotiatedDecoder } = subject();

test('golden: the names travel once, both ways', () => {
  const messages = [
    '["s",0,"city","degrees"]',
    '["r",0,"Oslo",-3]',
    '["r",0,"Rome",17]',
    '["s",1,"degrees"]',
    '["r",1,5]',
  ];
  const objects = [{ city: 'Oslo', degrees: -3 }, { city: 'Rome', degrees: 17 }, { degrees: 5 }];
  const encoder = new NegotiatedEncoder();
  expect(objects.flatMap((object) => encoder.encode(object))).toEqual(messages);
  const decoder = new NegotiatedDecoder();
  expect(messages.map((message) => decoder.decode(message))).toEqual([
    undefined,
    objects[0],
    objects[1],
    undefined,
    objects[2],
  ]);
});

test('the order of the names is part of a structure', () => {
  const encoder = new NegotiatedEncoder();
  encoder.encode({ a: 1, b: 2 });
  expect(encoder.encode({ b: 2, a: 1 })[0]).toBe('["s",1,"b","a"]');
});

test('when the table is full or a structure is too wide, objects are sent with their names', () => {
  const encoder = new NegotiatedEncoder({ maxStructures: 1, maxNames: 2 });
  expect(encoder.encode({ a: 1, b: 2, c: 3 })).toEqual(['["o",{"a":1,"b":2,"c":3}]']);
  encoder.encode({ a: 1 });
  expect(encoder.encode({ b: 1 })).toEqual(['["o",{"b":1}]']);
  expect(encoder.encode({ a: 2 })).toEqual(['["r",0,2]']);
});

test('exactly maxNames names and maxStructures structures are negotiated', () => {
  const encoder = new NegotiatedEncoder({ maxStructures: 1, maxNames: 2 });
  expect(encoder.encode({ a: 1, b: 2 })).toEqual(['["s",0,"a","b"]', '["r",0,1,2]']);
  const decoder = new NegotiatedDecoder({ maxStructures: 1, maxNames: 2 });
  expect(decoder.decode('["s",0,"a","b"]')).toBeUndefined();
  expect(decoder.decode('["r",0,1,2]')).toEqual({ a: 1, b: 2 });
});

test('a lost announcement makes every later row unreadable', () => {
  const [, row = ''] = new NegotiatedEncoder().encode({ a: 1 });
  expect(caught(() => new NegotiatedDecoder().decode(row))).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'structure 0 was not announced',
  });
});

describe('refused', () => {
  const bounds = { maxStructures: 1, maxNames: 2 };
  test.each([
    ['{', 'INVALID_ARGUMENT', 'the message is not JSON'],
    ['{}', 'INVALID_ARGUMENT', 'the message is not an array'],
    ['[]', 'INVALID_ARGUMENT', 'expected ["s", …], ["r", …] or ["o", object]'],
    ['["o",1]', 'INVALID_ARGUMENT', 'expected ["s", …], ["r", …] or ["o", object]'],
    ['["o",{},1]', 'INVALID_ARGUMENT', 'expected ["s", …], ["r", …] or ["o", object]'],
    ['["s",0,"a"]', 'INVALID_ARGUMENT', 'expected structure 1, got 0'],
    ['["s",1,"a"]', 'RESOURCE_EXHAUSTED', 'more than 1 structures'],
    ['["r",1,1]', 'INVALID_ARGUMENT', 'structure 1 was not announced'],
    ['["r",-1,1]', 'INVALID_ARGUMENT', 'structure -1 was not announced'],
    ['["r","length",1]', 'INVALID_ARGUMENT', 'structure "length" was not announced'],
    ['["r",0]', 'INVALID_ARGUMENT', 'structure 0 has 1 values, got 0'],
    ['["r",0,1,2]', 'INVALID_ARGUMENT', 'structure 0 has 1 values, got 2'],
  ])('%s', (message, code, text) => {
    const decoder = new NegotiatedDecoder(bounds);
    decoder.decode('["s",0,"known"]');
    expect(caught(() => decoder.decode(message))).toMatchObject({ code, message: text });
  });

  test.each([
    ['["s",0,"a","b","c"]', 'RESOURCE_EXHAUSTED', '3 names, more than 2'],
    ['["s",0,1]', 'INVALID_ARGUMENT', 'a name is not a string'],
    ['["s",0,"a","a"]', 'INVALID_ARGUMENT', 'a name occurs twice in a structure'],
  ])('%s as the first message', (message, code, text) => {
    const decoder = new NegotiatedDecoder(bounds);
    expect(caught(() => decoder.decode(message))).toMatchObject({ code, message: text });
  });
});

function roundTrip(objects: readonly JsonObject[], options: NegotiatedOptions): unknown[] {
  const encoder = new NegotiatedEncoder(options);
  const decoder = new NegotiatedDecoder(options);
  return objects
    .flatMap((object) => encoder.encode(object))
    .map((message) => decoder.decode(message))
    .filter((object) => object !== undefined);
}

test('any objects come back in order, whatever the bounds', () => {
  const name = fc.constantFrom('a', 'b', '__proto__', '1', '', 'é');
  const object = fc
    .dictionary(name, fc.jsonValue({ maxDepth: 1 }))
    .map((o) => JSON.parse(JSON.stringify(o)) as JsonObject);
  const bounds = fc.record({ maxStructures: fc.nat(4), maxNames: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(object), bounds, (objects, options) => {
      const back = roundTrip(objects, options);
      expect(back.map((o) => JSON.stringify(o))).toEqual(objects.map((o) => JSON.stringify(o)));
    }),
  );
});

test('any text is an object, an announcement, or one of the two codes', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.jsonValue()).map((a) => JSON.stringify(['r', 0, ...a])),
  );
  fc.assert(
    fc.property(fc.array(text), (messages) => {
      const decoder = new NegotiatedDecoder();
      for (const message of messages) {
        try {
          expect(['object', 'undefined']).toContain(typeof decoder.decode(message));
        } catch (error) {
          expect((error as { code: string }).code).toMatch(
            /^(INVALID_ARGUMENT|RESOURCE_EXHAUSTED)$/,
          );
        }
      }
    }),
  );
});
