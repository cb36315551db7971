// Judges my/codec/varint.ts: values, and the code and offset of errors.

import {
  defineJudge,
  expectBytes,
  expectCodeAt,
  expectEqual,
  expectResult,
  fromHex,
} from '@bytes-up/testkit';

interface Varints {
  encodeVarint32: (value: number) => Uint8Array;
  decodeVarint32: (bytes: Uint8Array, offset?: number) => { value: number; nextOffset: number };
  encodeZigzag32: (value: number) => number;
  decodeZigzag32: (value: number) => number;
}

const ENCODE = 'Stage 1: encode';
const DECODE = 'Stage 2: decode';
const REFUSE = 'Stage 3: refuse';
const ZIGZAG = 'Stage 4: zigzag';

export const judge = defineJudge<Varints>({
  stages: [
    {
      title: 'encode',
      names: ['encodeVarint32'],
      cases: [
        encodes(0, '00'),
        encodes(1, '01'),
        encodes(127, '7f'),
        encodes(128, '80 01'),
        encodes(300, 'ac 02'),
        encodes(16_383, 'ff 7f'),
        encodes(16_384, '80 80 01'),
        encodes(2_147_483_647, 'ff ff ff ff 07'),
        encodes(2_147_483_648, '80 80 80 80 08'),
        encodes(4_294_967_295, 'ff ff ff ff 0f'),
        {
          title: 'the next varint does not change the one before',
          section: ENCODE,
          run: ({ encodeVarint32 }) => {
            const before = encodeVarint32(300);
            encodeVarint32(5);
            const given = 'encodeVarint32(300), looked at after encodeVarint32(5)';
            expectBytes(given, fromHex('ac 02'), before);
          },
        },
      ],
    },
    {
      title: 'decode',
      names: ['decodeVarint32'],
      cases: [
        decodes('00', 0, 0, 1),
        decodes('7f', 0, 127, 1),
        decodes('80 01', 0, 128, 2),
        decodes('ac 02', 0, 300, 2),
        decodes('ac 02 ff', 0, 300, 2),
        decodes('ff ac 02 05', 1, 300, 3),
        decodes('ff ff ff ff 07', 0, 2_147_483_647, 5),
        decodes('80 80 80 80 08', 0, 2_147_483_648, 5),
        decodes('ff ff ff ff 0f', 0, 4_294_967_295, 5),
        decodes('80 00', 0, 0, 2),
        decodes('ac 82 80 80 00', 0, 300, 5),
        {
          title: 'without an offset, it reads from the first byte',
          section: 'What to write',
          run: ({ decodeVarint32 }) => {
            const given = 'decodeVarint32(ac 02), called with one argument';
            const { value, nextOffset } = expectResult(given, () =>
              decodeVarint32(fromHex('ac 02')),
            );
            expectEqual(given, { value: 300, nextOffset: 2 }, { value, nextOffset });
          },
        },
        {
          title: 'the bytes may be a Uint8Array that is not a Buffer, and stay as they are',
          section: 'What to write',
          run: ({ decodeVarint32 }) => {
            const whole = Uint8Array.of(0xff, 0xff, 0x81, 0x80, 0x80, 0x80, 0x08, 0xff);
            const bytes = whole.subarray(1, 7); // a part of a larger array
            const given = 'decodeVarint32(ff 81 80 80 80 08; offset 1), a Uint8Array';
            const { value, nextOffset } = expectResult(given, () => decodeVarint32(bytes, 1));
            const expected = { value: 2_147_483_649, nextOffset: 6 };
            expectEqual(given, expected, { value, nextOffset });
            expectBytes(`${given}; the bytes, after that`, fromHex('ff 81 80 80 80 08'), bytes);
          },
        },
      ],
    },
    {
      title: 'refuse',
      names: ['decodeVarint32'],
      cases: [
        refuses('no byte at all', '', 0, 0),
        refuses('a byte is missing', '05 ac', 1, 2),
        refuses('three bytes are missing', '80 80', 0, 2),
        refuses('six bytes', '80 80 80 80 80 01', 0, 4),
        refuses('a varint that never ends', '07 ' + '80 '.repeat(1_000), 1, 5),
        refuses('a value of more than 32 bits', 'ff ff ff ff 1f', 0, 4),
        refuses('a value of 35 bits, not at the beginning', '01 80 80 80 80 40', 1, 5),
      ],
    },
    {
      title: 'zigzag',
      names: ['encodeVarint32', 'decodeVarint32', 'encodeZigzag32', 'decodeZigzag32'],
      cases: [
        zigzags(0, 0),
        zigzags(-1, 1),
        zigzags(1, 2),
        zigzags(-2, 3),
        zigzags(300, 600),
        zigzags(2_147_483_647, 4_294_967_294),
        zigzags(-2_147_483_648, 4_294_967_295),
        {
          title: 'small numbers take one byte, whatever their sign',
          section: ZIGZAG,
          run: ({ encodeVarint32, encodeZigzag32, decodeVarint32, decodeZigzag32 }) => {
            for (let value = -64; value < 64; value++) {
              const bytes = encodeVarint32(encodeZigzag32(value));
              const given = `encodeVarint32(encodeZigzag32(${value}))`;
              expectEqual(`${given}.length`, 1, bytes.length);
              const back = decodeZigzag32(decodeVarint32(bytes).value);
              expectEqual(`${given}, decoded again`, value, back);
            }
          },
        },
      ],
    },
  ],
});

function encodes(value: number, hex: string) {
  return {
    title: `the varint of ${value}`,
    section: ENCODE,
    run: ({ encodeVarint32 }: Varints): void =>
      expectBytes(`encodeVarint32(${value})`, fromHex(hex), encodeVarint32(value)),
  };
}

function decodes(hex: string, offset: number, value: number, nextOffset: number) {
  const where = offset === 0 ? '' : `, from offset ${offset},`;
  return {
    title: `${hex}${where} is ${value}`,
    section: DECODE,
    run: ({ decodeVarint32 }: Varints): void => {
      const given = `decodeVarint32(${hex}${offset === 0 ? '' : `; offset ${offset}`})`;
      const call = () => decodeVarint32(fromHex(hex), offset);
      const { value: came, nextOffset: next } = expectResult(given, call);
      expectEqual(given, { value, nextOffset }, { value: came, nextOffset: next });
    },
  };
}

function refuses(title: string, hex: string, offset: number, expectedOffset: number) {
  return {
    title,
    section: REFUSE,
    run: async ({ decodeVarint32 }: Varints): Promise<void> => {
      const shown = hex === '' ? 'no bytes' : hex.length > 40 ? `${hex.slice(0, 30)}…` : hex;
      const given = `decodeVarint32(${shown}; offset ${offset})`;
      const call = (): unknown => decodeVarint32(fromHex(hex), offset);
      await expectCodeAt(given, 'INVALID_ARGUMENT', expectedOffset, call);
    },
  };
}

function zigzags(signed: number, unsigned: number) {
  return {
    title: `the zigzag of ${signed}`,
    section: ZIGZAG,
    run: ({ encodeZigzag32, decodeZigzag32 }: Varints): void => {
      expectEqual(`encodeZigzag32(${signed})`, unsigned, encodeZigzag32(signed));
      expectEqual(`decodeZigzag32(${unsigned})`, signed, decodeZigzag32(unsigned));
    },
  };
}
