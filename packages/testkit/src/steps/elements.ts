// Counts the elements that built-in functions search, copy or go through: those of
// arrays, maps, sets, buffers and strings.

interface Sized {
  readonly length: number;
}

/** How many elements a call takes. */
type ElementsOf = (self: Sized, args: readonly unknown[], result: unknown) => number;

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;
const BUFFER = Buffer.prototype as object;
const SEARCHABLE: readonly object[] = [Array.prototype, TYPED_ARRAY, BUFFER, String.prototype];

const ofResult: ElementsOf = (_self, _args, result) => (result as Sized).length;
const ofSelf: ElementsOf = (self) => self.length;
/** From where the search begins to what is found, or to the end. */
const searched: ElementsOf = ({ length }, args, result) => {
  const from = args[1];
  const end = typeof result === 'number' && result >= 0 ? result + 1 : length;
  return Math.max(0, end - (typeof from === 'number' && from > 0 ? from : 0));
};
const searchedBackwards: ElementsOf = ({ length }, _args, result) =>
  result === -1 ? length : length - (result as number);

const BUILT_INS: readonly (readonly [owner: object, name: string, elementsOf: ElementsOf])[] = [
  ...SEARCHABLE.flatMap((owner) => [
    [owner, 'includes', searched] as const,
    [owner, 'indexOf', searched] as const,
    [owner, 'lastIndexOf', searchedBackwards] as const,
  ]),
  // for…of, spread and Array.from call them for each element
  ...[[], new Map(), new Set()].map(
    (list) => [Object.getPrototypeOf(list[Symbol.iterator]()) as object, 'next', () => 1] as const,
  ),
  [Array.prototype, 'concat', ofResult],
  [Array.prototype, 'slice', ofResult],
  [Array.prototype, 'sort', ofSelf],
  [TYPED_ARRAY, 'set', (_self, args) => (args[0] as Sized).length],
  [TYPED_ARRAY, 'slice', ofResult],
  [Buffer, 'concat', ofResult],
  [Buffer, 'from', (_self, args, result) => (isMemory(args[0]) ? 0 : (result as Sized).length)],
  [BUFFER, 'copy', (_self, _args, result) => result as number],
];

export function countElements(run: () => void): number {
  let elements = 0;
  const restores = BUILT_INS.map(([owner, name, elementsOf]) => {
    const own = Object.getOwnPropertyDescriptor(owner, name)!;
    const original = own.value as (...args: unknown[]) => unknown;
    const value = function (this: Sized, ...args: unknown[]): unknown {
      const result = Reflect.apply(original, this, args);
      elements += elementsOf(this, args, result);
      return result;
    };
    Object.defineProperty(owner, name, { ...own, value });
    return () => Object.defineProperty(owner, name, own);
  });
  elements = 0; // without those of this function
  try {
    run();
  } finally {
    for (let at = 0; at < restores.length; at++) restores[at]!();
  }
  return elements;
}

/** Of an ArrayBuffer, Buffer.from makes a view, not a copy. */
function isMemory(source: unknown): boolean {
  return source instanceof ArrayBuffer || source instanceof SharedArrayBuffer;
}
