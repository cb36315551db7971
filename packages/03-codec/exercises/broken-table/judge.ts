// Judges my/broken/negotiated.ts by how its decoder handles messages that arrive twice.

import { defineJudge, expectCode, expectEqual, expectResult } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Exports {
  NegotiatedDecoder: new (options?: {
    readonly maxStructures?: number;
    readonly maxNames?: number;
  }) => {
    decode(message: string): unknown;
  };
}

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';
const names = ['NegotiatedDecoder'] as const;

const CITY = '["s",0,"city","degrees"]';
const ROAD = '["s",1,"country","km"]';
const OSLO = '["r",0,"Oslo",17]';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the symptom',
      names,
      cases: [
        decodes(
          SYMPTOM,
          'each message once',
          [CITY, OSLO, ROAD, '["r",1,"Norway",94000]'],
          [undefined, { city: 'Oslo', degrees: 17 }, undefined, { country: 'Norway', km: 94000 }],
        ),
        refuses('a structure that is announced twice is refused', [CITY], CITY),
        refuses('also one with other names', [CITY], '["s",0,"country","km"]'),
        refuses('also the first one again, after others', [CITY, ROAD], CITY),
        refuses('a skipped number is refused', [CITY], '["s",2,"country"]'),
        refuses('a number that is not an index is refused', [CITY], '["s",0.5,"country"]'),
        refuses('a negative one too', [CITY], '["s",-1,"country"]'),
        refuses('a number in quotes too', [CITY], '["s","1","country"]'),
      ],
    },
    {
      title: 'the rest',
      names,
      cases: [
        {
          title: 'after a refusal the table is unchanged',
          section: STAYS,
          run: async ({ NegotiatedDecoder }) => {
            const decoder = new NegotiatedDecoder();
            expectResult(CITY, () => decoder.decode(CITY));
            await expectCode(`${CITY} twice`, 'INVALID_ARGUMENT', () => decoder.decode(CITY));
            expectResult(`${CITY} twice, ${ROAD}`, () => decoder.decode(ROAD));
            for (const [message, object] of [
              [OSLO, { city: 'Oslo', degrees: 17 }],
              ['["r",1,"Norway",94000]', { country: 'Norway', km: 94000 }],
            ] as const) {
              const given = `${CITY} twice, ${ROAD}, ${message}`;
              expectEqual(
                given,
                object,
                expectResult(given, () => decoder.decode(message)),
              );
            }
          },
        },
        decodes(
          STAYS,
          'a row that arrives twice is two objects',
          [CITY, OSLO, OSLO],
          [undefined, { city: 'Oslo', degrees: 17 }, { city: 'Oslo', degrees: 17 }],
        ),
        {
          title: 'after a refusal because of its names the table is unchanged, too',
          section: STAYS,
          run: async ({ NegotiatedDecoder }) => {
            for (const [message, code] of [
              ['["s",0,"country","country"]', 'INVALID_ARGUMENT'],
              ['["s",0,"country",1]', 'INVALID_ARGUMENT'],
              ['["s",0,"a","b","c"]', 'RESOURCE_EXHAUSTED'],
            ] as const) {
              const decoder = new NegotiatedDecoder({ maxNames: 2 });
              const given = `${message}, with maxNames 2`;
              await expectCode(given, code, () => decoder.decode(message));
              expectResult(`${given}, ${CITY}`, () => decoder.decode(CITY));
              const object = expectResult(`${given}, ${CITY}, ${OSLO}`, () => decoder.decode(OSLO));
              expectEqual(`${given}, ${CITY}, ${OSLO}`, { city: 'Oslo', degrees: 17 }, object);
            }
          },
        },
        {
          title: 'the two objects are not the same one',
          section: STAYS,
          run: ({ NegotiatedDecoder }) => {
            const decoder = new NegotiatedDecoder();
            const given = [CITY, OSLO, OSLO].join(', ');
            const [, first, second] = expectResult(given, () =>
              [CITY, OSLO, OSLO].map((message) => decoder.decode(message)),
            );
            expectEqual(`${given}; whether both rows are one object`, false, first === second);
          },
        },
        {
          title: 'two decoders have a table each',
          section: STAYS,
          run: async ({ NegotiatedDecoder }) => {
            const [one, other] = [new NegotiatedDecoder(), new NegotiatedDecoder()];
            expectResult(CITY, () => one.decode(CITY));
            const given = `${CITY} to one decoder, ${OSLO} to another`;
            await expectCode(given, 'INVALID_ARGUMENT', () => other.decode(OSLO));
          },
        },
        decodes(
          STAYS,
          'a name that is special in JavaScript',
          ['["s",0,"__proto__"]', '["r",0,1]'],
          [undefined, JSON.parse('{"__proto__":1}')],
        ),
        {
          title: 'a structure over the limit is RESOURCE_EXHAUSTED',
          section: STAYS,
          run: async ({ NegotiatedDecoder }) => {
            const decoder = new NegotiatedDecoder({ maxStructures: 1 });
            expectResult(CITY, () => decoder.decode(CITY));
            const given = `${CITY}, ${ROAD}, with maxStructures 1`;
            await expectCode(given, 'RESOURCE_EXHAUSTED', () => decoder.decode(ROAD));
          },
        },
      ],
    },
  ],
});

function decodes(
  section: string,
  title: string,
  messages: readonly string[],
  objects: readonly unknown[],
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ NegotiatedDecoder }) => {
      const given = messages.join(', ');
      const decoder = new NegotiatedDecoder();
      const came = expectResult(given, () => messages.map((message) => decoder.decode(message)));
      expectEqual(given, objects, came);
    },
  };
}

function refuses(title: string, before: readonly string[], last: string): JudgedCase<Exports> {
  return {
    title,
    section: STAYS, // it says what is refused
    run: async ({ NegotiatedDecoder }) => {
      const decoder = new NegotiatedDecoder();
      const given = [...before, last].join(', ');
      for (const message of before) expectResult(given, () => decoder.decode(message));
      await expectCode(given, 'INVALID_ARGUMENT', () => decoder.decode(last));
    },
  };
}
