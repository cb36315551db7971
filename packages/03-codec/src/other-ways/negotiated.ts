// Negotiated structure: the names are sent once, and after that only values by position
// (chapter 03). It lies between explicit structure (names in every message) and implicit
// structure (names in no message). In return, both sides of a connection keep state.

import { isJsonObject, RpcError, type Json, type JsonObject } from '@bytes-up/protocol';

// A message is a JSON array whose first element is its kind:
//   ["s", structure, name, …]   declares the names of this structure number
//   ["r", structure, value, …]  a row of that structure
//   ["o", object]               an object with its names, when the table is full

export interface NegotiatedOptions {
  /** Structures per connection, the same on both sides. Default 64. */
  readonly maxStructures?: number;
  /** Names per structure. Default 256. */
  readonly maxNames?: number;
}

const DEFAULTS = { maxStructures: 64, maxNames: 256 };

/** The sending side of one connection. All messages must arrive, and in order. */
export class NegotiatedEncoder {
  readonly #options: Required<NegotiatedOptions>;
  readonly #structures = new Map<string, number>();

  constructor(options: NegotiatedOptions = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  // #region encode
  /**
   * One message, or two if the structure is new: its announcement precedes the first row.
   */
  encode(object: JsonObject): string[] {
    const names = Object.keys(object);
    const { maxStructures, maxNames } = this.#options;
    const key = JSON.stringify(names);
    const known = this.#structures.get(key);
    if (known !== undefined) return [row(known, object)];
    const structure = this.#structures.size;
    if (structure >= maxStructures || names.length > maxNames)
      return [JSON.stringify(['o', object])];
    this.#structures.set(key, structure);
    return [JSON.stringify(['s', structure, ...names]), row(structure, object)];
  }
  // #endregion encode
}

/** The receiving side of one connection. */
export class NegotiatedDecoder {
  readonly #options: Required<NegotiatedOptions>;
  readonly #structures: (readonly string[])[] = [];

  constructor(options: NegotiatedOptions = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  // #region decode
  /**
   * The object in a message. Undefined if the message only announces a structure.
   * @throws RpcError INVALID_ARGUMENT for an invalid message, RESOURCE_EXHAUSTED for a
   * structure beyond the bounds.
   */
  decode(message: string): JsonObject | undefined {
    const [kind, ...rest] = parseArray(message);
    if (kind === 's') return this.#announce(rest);
    if (kind === 'r') return this.#row(rest);
    const object = rest[0];
    if (kind === 'o' && rest.length === 1 && isJsonObject(object)) return object;
    throw invalid('expected ["s", …], ["r", …] or ["o", object]');
  }
  // #endregion decode

  #announce([structure, ...names]: readonly Json[]): undefined {
    const { maxStructures, maxNames } = this.#options;
    if (structure !== this.#structures.length) {
      throw invalid(
        `expected structure ${this.#structures.length}, got ${JSON.stringify(structure)}`,
      );
    }
    if (structure >= maxStructures) throw exhausted(`more than ${maxStructures} structures`);
    if (names.length > maxNames) throw exhausted(`${names.length} names, more than ${maxNames}`);
    if (!areStrings(names)) throw invalid('a name is not a string');
    if (new Set(names).size < names.length) throw invalid('a name occurs twice in a structure');
    this.#structures.push(names);
    return undefined;
  }

  #row([structure, ...values]: readonly Json[]): JsonObject {
    const names = typeof structure === 'number' ? this.#structures[structure] : undefined;
    if (names === undefined)
      throw invalid(`structure ${JSON.stringify(structure)} was not announced`);
    if (values.length !== names.length) {
      throw invalid(
        `structure ${JSON.stringify(structure)} has ${names.length} values, got ${values.length}`,
      );
    }
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
  }
}

function row(structure: number, object: JsonObject): string {
  return JSON.stringify(['r', structure, ...Object.values(object)]);
}

function parseArray(message: string): readonly Json[] {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (cause) {
    throw new RpcError('INVALID_ARGUMENT', 'the message is not JSON', { cause });
  }
  if (!Array.isArray(value)) throw invalid('the message is not an array');
  return value as readonly Json[];
}

function areStrings(values: readonly Json[]): values is readonly string[] {
  return values.every((value) => typeof value === 'string');
}

function invalid(message: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', message);
}

function exhausted(message: string): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', message);
}
