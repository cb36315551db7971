// Addresses in an ACL: `127.0.0.1`, or a range, `10.0.0.0/8`. IPv4 only, like the real
// server.

/** An integer, as Java's parseInt accepts it. */
const INTEGER = /^[+-]?\d+$/;
const ADDRESS_BITS = 32;

interface AddressRange {
  readonly address: number;
  readonly bits: number;
}

/** @returns undefined if the text is not a range */
function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const bits = slash === -1 ? ADDRESS_BITS : integerOf(text.slice(slash + 1), ADDRESS_BITS);
  const parts = (slash === -1 ? text : text.slice(0, slash)).split('.');
  let address = 0;
  for (const part of parts) {
    const byte = integerOf(part, 255);
    if (byte === undefined) return undefined;
    address = ((address << 8) | byte) >>> 0;
  }
  return bits === undefined || parts.length !== 4 ? undefined : { address, bits };
}

function integerOf(text: string, most: number): number | undefined {
  const value = INTEGER.test(text) ? Number(text) : NaN;
  return value >= 0 && value <= most ? value : undefined;
}

export function isAddressRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

export function isInRange(address: string, text: string): boolean {
  const [own, range] = [parseRange(address), parseRange(text)];
  if (own === undefined || range === undefined) return false;
  const rest = 2 ** (ADDRESS_BITS - range.bits);
  return Math.floor(own.address / rest) === Math.floor(range.address / rest);
}
