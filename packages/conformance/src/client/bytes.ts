// Bytes as hex, in the form that the pages use, and back.

/** `5A 00 00 00 7B`, the form that the pages use. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

/** Bytes as hex. The middle of long ones is left out. */
export function shortHex(bytes: Uint8Array, shown = 48): string {
  if (bytes.length <= shown) return hex(bytes);
  const head = Math.ceil((shown * 2) / 3);
  const tail = shown - head;
  const left = bytes.length - shown;
  const end = bytes.subarray(bytes.length - tail);
  return `${hex(bytes.subarray(0, head))} … ${left} bytes … ${hex(end)}`;
}

/** Reads hex with or without spaces. @throws Error when it is not hex. */
export function fromHex(text: string): Buffer {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) {
    throw new Error(`not hex: ${JSON.stringify(text.slice(0, 60))}`);
  }
  return Buffer.from(digits, 'hex');
}

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
