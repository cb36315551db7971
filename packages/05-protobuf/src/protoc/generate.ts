// Generates random .proto files for the comparison with protoc. `valid` files use fresh
// names and types that exist. `colliding` files draw names and numbers from small
// pools, so that they collide, hide each other or are not defined.

import { SCALARS } from '../schema/schema';
import { OPT, OPT_FIELDS, OPTION_TYPES, valueOf } from './generate-values';
import type { Random } from './random';

/** Texts by path. `test.proto` is the main file. */
export type Files = Readonly<Record<string, string>>;

const NAMES =
  'A B C a b c x y foo Foo foo_bar FooBar fooBar FOO_BAR AEntry FooBarEntry _a _foo X_a a_ google p q map stream max to message option int32'.split(
    ' ',
  );
const WELL_KNOWN = ['any', 'descriptor', 'duration', 'timestamp', 'type', 'struct'];
const KINDS = ['File', 'Message', 'Field', 'Oneof', 'Enum', 'EnumValue', 'Service', 'Method'];
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  File: ['java_package', 'deprecated', 'optimize_for', 'java_multiple_files', 'nothing'],
  Message: ['deprecated', 'no_standard_descriptor_accessor', 'message_set_wire_format', 'nothing'],
  Field: ['deprecated', 'packed', 'lazy', 'jstype', 'ctype', 'json_name', 'default', 'weak'],
  Oneof: ['deprecated', 'uninterpreted_option'],
  Enum: ['deprecated', 'allow_alias'],
  EnumValue: ['deprecated', 'nothing'],
  Service: ['deprecated', 'nothing'],
  Method: ['deprecated', 'idempotency_level'],
};
/** Valid values of built-in options. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  java_package: ['"a.b"'],
  optimize_for: ['SPEED', 'CODE_SIZE'],
  ctype: ['STRING', 'CORD'],
  json_name: ['"j"'],
  idempotency_level: ['IDEMPOTENT', 'NO_SIDE_EFFECTS'],
  deprecated: ['true', 'false'],
  no_standard_descriptor_accessor: ['true'],
  java_multiple_files: ['true', 'false'],
  weak: ['false'],
};

export function generate(random: Random, isValid: boolean): Files {
  const oneInvalidIn = isValid ? 0 : random.pick([4, 8, 16, 32]);
  const files: Record<string, string> = {};
  const others = ['a.proto', 'b/b.proto'].slice(0, random.below(3));
  const sees: string[] = [];
  for (const [i, path] of others.entries()) {
    const generator = new Generator(
      random,
      oneInvalidIn,
      `v${i}`,
      i > 0 && random.oneIn(2) ? ['a.proto'] : [],
    );
    files[path] = generator.file();
    sees.push(...generator.types);
  }
  const imported = others.filter(() => isValid || !random.oneIn(4));
  files['test.proto'] = new Generator(random, oneInvalidIn, 't', imported, sees).file();
  return files;
}

class Generator {
  /** Full names of the messages generated so far, with a leading dot. */
  readonly types: string[] = [];
  readonly #options: { kind: string; name: string; type: string }[] = [];
  #fresh = 0;

  constructor(
    readonly random: Random,
    /** One in this many choices may be invalid; 0 for none. */
    readonly oneInvalidIn: number,
    readonly prefix: string,
    readonly imports: readonly string[],
    readonly known: readonly string[] = [],
  ) {}

  #isValid(): boolean {
    return this.oneInvalidIn === 0 || !this.random.oneIn(this.oneInvalidIn);
  }

  file(): string {
    const { random } = this;
    const scope = this.#isValid()
      ? random.pick(['', this.prefix, `p.${this.prefix}`])
      : random.pick(['', 'p', 'p.q', 'p.foo', 'A', 'google.protobuf', 'q.p']);
    const wellKnown = [...new Set(WELL_KNOWN.filter(() => random.oneIn(6)).concat('descriptor'))];
    const imports = [
      ...this.imports,
      ...wellKnown.map((name) => `google/protobuf/${name}.proto`),
    ].map((path) => `import ${random.pick(['', '', 'public '])}"${path}";`);
    if (!this.#isValid() && random.oneIn(8)) imports.push(random.pick(imports));
    const extend = this.#isValid() || random.oneIn(2) ? this.#extend(scope) : '';
    const parts = [
      'syntax = "proto3";',
      ...imports,
      scope === '' ? '' : `package ${scope};`,
      extend === '' ? '' : this.#own(OPT),
      extend,
      ...Array.from({ length: 1 + random.below(4) }, () => this.#declaration(scope)),
      random.some(2, () => this.#statement('File')),
    ];
    return parts.filter((part) => part !== '').join('\n') + '\n';
  }

  #declaration(scope: string): string {
    switch (this.random.below(5)) {
      case 0:
        return this.#enum();
      case 1:
        return this.#service();
      default:
        return this.#message(scope, 0);
    }
  }

  #name(): string {
    return this.#isValid()
      ? `${this.prefix}${this.random.pick(['n', 'N'])}${this.#fresh++}`
      : this.random.pick(NAMES);
  }

  /** Gives `Opt` a different name in each file. */
  #own(text: string): string {
    return text.replaceAll('Opt', `${this.prefix}Opt`);
  }

  #extend(scope: string): string {
    const kinds = KINDS.filter(() => this.random.oneIn(3));
    return kinds
      .map((kind) => {
        const name = this.#name();
        const type = this.random.pick(OPTION_TYPES);
        this.#options.push({ kind, type, name: scope === '' ? name : `${scope}.${name}` });
        const number = this.#isValid()
          ? 50_000 + this.random.below(1e6)
          : this.random.pick([1, 999, 1000, 50_000, 19_500]);
        const label = this.random.pick([
          '',
          '',
          'optional ',
          'repeated ',
          ...(this.#isValid() ? [] : ['required ']),
        ]);
        return `extend ${this.random.pick(['', '.'])}google.protobuf.${kind}Options { ${label}${this.#own(type)} ${name} = ${number}; }`;
      })
      .join('\n');
  }

  #message(scope: string, depth: number): string {
    const { random } = this;
    const name = this.#name();
    const full = `${scope}.${name}`.replace(/^\.?/, '.');
    let number = 0;
    const nextNumber = (): number =>
      this.#isValid() ? ++number : random.pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 19_000, 536_870_912]);
    const members = Array.from({ length: random.below(6) }, () => {
      switch (random.below(12)) {
        case 0:
          return depth < 3 ? this.#message(full, depth + 1) : '';
        case 1:
          return this.#enum();
        case 2:
          return `oneof ${this.#name()} { ${this.#field(nextNumber, false)} ${random.some(2, () => this.#field(nextNumber, false))} }`;
        case 3:
          return this.#isValid()
            ? `reserved ${(number += 10)}, ${++number} to ${(number += 5)};`
            : this.#reserved();
        case 4:
          return this.#statement('Message');
        default:
          return this.#field(nextNumber, true);
      }
    });
    this.types.push(full);
    return `message ${name} { ${members.join(' ')} }`;
  }

  #field(nextNumber: () => number, mayBeLabelled: boolean): string {
    const { random } = this;
    const type = this.#type();
    const rest = `${this.#name()} = ${nextNumber()}${this.#brackets('Field')};`;
    if (mayBeLabelled && random.oneIn(6)) {
      return `map<${random.pick(['string', 'int32', 'bool', ...(this.#isValid() ? [] : ['float', 'A'])])}, ${type}> ${rest}`;
    }
    const mayLabel = mayBeLabelled || (!this.#isValid() && random.oneIn(5));
    return `${mayLabel ? random.pick(['', 'repeated ', 'optional ']) : ''}${type} ${rest}`;
  }

  #type(): string {
    const { random } = this;
    const known = [...this.known, ...this.types];
    if (random.oneIn(2) || (this.#isValid() && known.length === 0)) return random.pick(SCALARS);
    if (this.#isValid()) return random.pick(known);
    const name = random.pick(NAMES);
    const parts = (random.pick(known) ?? '.A').split('.').slice(1);
    const ending = parts.slice(random.below(parts.length)).join('.');
    return random.pick([
      ending,
      ending,
      ending,
      name,
      name,
      `${random.pick(NAMES)}.${name}`,
      `.${name}`,
      `p.${name}`,
      `foo.A`,
    ]);
  }

  #reserved(): string {
    const { random } = this;
    const number = (): string => `${random.pick([0, 1, 2, 3, 5, 8, 9, 12, 15])}`;
    const range = (): string =>
      random.pick([
        number(),
        `${random.pick([1, 2, 3])} to ${random.pick([4, 5, 6])}`,
        `${number()} to max`,
      ]);
    const name = (): string => JSON.stringify(random.pick(NAMES));
    return `reserved ${random.oneIn(3) ? `${name()}, ${name()}` : `${range()}, ${range()}`};`;
  }

  #enum(): string {
    const { random } = this;
    let number = 0;
    const values = Array.from({ length: 1 + random.below(4) }, (_, i) => {
      const at = this.#isValid()
        ? number++
        : i === 0
          ? random.pick([0, 0, 0, 1])
          : random.pick([0, 1, 2, 3, -1, 5]);
      return `${this.#name()} = ${at}${this.#brackets('EnumValue')};`;
    });
    const alias =
      this.#isValid() || !random.oneIn(3)
        ? ''
        : `option allow_alias = ${random.pick(['true', 'true', 'false'])};`;
    const reserved = this.#isValid() || !random.oneIn(3) ? '' : this.#reserved();
    return `enum ${this.#name()} { ${alias} ${values.join(' ')} ${reserved} }`;
  }

  #service(): string {
    const { random } = this;
    const types = [...this.known, ...this.types];
    if (this.#isValid() && types.length === 0) return '';
    const type = (): string =>
      `(${random.pick(['', 'stream '])}${this.#isValid() ? random.pick(types) : random.pick(NAMES)})`;
    const methods = random.some(3, () => {
      const options = random.pick([';', '{}', `{ ${this.#statement('Method')} }`]);
      return `rpc ${this.#name()} ${type()} returns ${type()} ${options}`;
    });
    return `service ${this.#name()} { ${this.#statement('Service')} ${methods} }`;
  }

  #statement(kind: string): string {
    const option = this.random.oneIn(2) ? this.#option(kind) : '';
    return option === '' ? '' : `option ${option};`;
  }

  #brackets(kind: string): string {
    const option = this.random.oneIn(4) ? this.#option(kind) : '';
    return option === '' ? '' : ` [${option}]`;
  }

  /**
   * A custom option of the file, or a built-in one. Empty if no valid one was picked.
   */
  #option(kind: string): string {
    const { random } = this;
    const isValid = (): boolean => this.#isValid();
    const own = this.#options.filter((option) => option.kind === kind);
    if (own.length > 0 && random.oneIn(2)) {
      const { name, type } = random.pick(own);
      const option = isValid() ? `(.${name})` : `(${name})`;
      const field = type === 'Opt' && random.oneIn(3) ? random.pick(OPT_FIELDS) : undefined;
      if (field === undefined) return `${option} = ${valueOf(type, random, isValid)}`;
      return `${option}.${field[0]} = ${valueOf(field[1], random, isValid)}`;
    }
    const name = random.pick(BUILT_IN[kind] ?? []);
    const right = RIGHT[name];
    if (isValid()) {
      const isRight = right !== undefined && kind !== 'Oneof' && kind !== 'File';
      return isRight ? `${name} = ${random.pick(right)}` : '';
    }
    const ending = random.oneIn(4) ? `.${random.pick(NAMES)}` : '';
    const value = random.oneIn(2)
      ? random.pick(right ?? ['true'])
      : valueOf('string', random, isValid);
    return `${name}${ending} = ${value}`;
  }
}
