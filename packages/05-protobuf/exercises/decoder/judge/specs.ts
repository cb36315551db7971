// The specs of the cases, and messages that are nested deep.

export interface Field {
  readonly name: string;
  readonly type: string | Spec;
  readonly repeated?: true;
}

export interface Spec {
  readonly [number: number]: Field;
}

export const ID: Spec = { 1: { name: 'id', type: 'uint32' } };
export const ORDER: Spec = { 1: { name: 'id', type: 'uint32' }, 2: { name: 'paid', type: 'bool' } };
export const NUMBERS: Spec = { 1: { name: 'a', type: 'uint32', repeated: true } };
const CUSTOMER: Spec = {
  1: { name: 'name', type: 'string' },
  2: { name: 'phones', type: 'string', repeated: true },
};
export const SHOP: Spec = {
  1: { name: 'id', type: 'uint32' },
  2: { name: 'customer', type: CUSTOMER },
  3: { name: 'others', type: CUSTOMER, repeated: true },
};
export const one = (type: string, repeated?: true): Spec => ({
  1: { name: 'a', type, ...(repeated && { repeated }) },
});

/** Specs with nested messages, and bytes for both of them. */
export const DEEP: { [number: number]: Field } = {};
DEEP[1] = { name: 'inner', type: DEEP };
export const DEEP_LISTS: { [number: number]: Field } = {};
DEEP_LISTS[1] = { name: 'inner', type: DEEP_LISTS, repeated: true };
export function nested(levels: number): Buffer {
  let bytes = Buffer.alloc(0);
  for (let level = 0; level < levels; level++) {
    const length =
      bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
    bytes = Buffer.concat([Buffer.of(0x0a, ...length), bytes]);
  }
  return bytes;
}
