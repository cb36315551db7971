// The syntax tree of a .proto file, before its names are resolved (chapter 05).

/** `at`: offset of the name in the file. */
export interface Named {
  readonly name: string;
  readonly at: number;
}

export interface FileAst {
  readonly file: string;
  readonly text: string;
  readonly syntax: 'proto2' | 'proto3';
  readonly package: string;
  readonly packageAt: number;
  readonly imports: readonly ImportAst[];
  readonly options: readonly OptionAst[];
  readonly messages: readonly MessageAst[];
  readonly enums: readonly EnumAst[];
  readonly services: readonly ServiceAst[];
  readonly extensions: readonly ExtensionAst[];
}

export interface ImportAst {
  readonly path: string;
  readonly at: number;
  /** `import public`: visible to files that import this one, too. */
  readonly isPublic: boolean;
}

/** `option name = value;`, or an option in brackets after a field. */
export interface OptionAst {
  readonly at: number;
  /** `(my.option).size` has two parts, of which the first names an extension. */
  readonly name: readonly { readonly name: string; readonly isExtension: boolean }[];
  readonly value: OptionValue;
}

export interface OptionValue {
  readonly kind: 'identifier' | 'integer' | 'float' | 'string' | 'block';
  /**
   * A number includes its sign. Empty for a block, `{ … }`, which is parsed later, from
   * `at`.
   */
  readonly text: string;
  readonly at: number;
}

interface WithOptions {
  readonly options: readonly OptionAst[];
}

export interface MessageAst extends Named, WithOptions {
  readonly fields: readonly FieldAst[];
  readonly oneofs: readonly OneofAst[];
  readonly messages: readonly MessageAst[];
  readonly enums: readonly EnumAst[];
  readonly extensions: readonly ExtensionAst[];
  readonly reserved: ReservedAst;
  /** Numbers that `extend` can use. Only in descriptor.proto and plugin.proto. */
  readonly extensionRanges: readonly RangeAst[];
}

export interface FieldAst extends Named, WithOptions {
  readonly number: number;
  readonly label: 'none' | 'optional' | 'required' | 'repeated';
  /** As written: `int32`, `Line`, `.shop.Line`. For a map, its value type. */
  readonly type: string;
  /** A map's key type. */
  readonly key: string | undefined;
  readonly oneof: string | undefined;
  /** From `[json_name = …]`. Parsed but unused, because this package has no JSON form. */
  readonly jsonName: string | undefined;
}

/** A field that `extend` adds to the message `extendee`. */
export interface ExtensionAst extends FieldAst {
  readonly extendee: string;
  readonly extendeeAt: number;
}

export interface OneofAst extends Named, WithOptions {}

export interface EnumAst extends Named, WithOptions {
  readonly values: readonly EnumValueAst[];
  readonly reserved: ReservedAst;
}

export interface EnumValueAst extends Named, WithOptions {
  readonly number: number;
}

/** Numbers and names of deleted fields or values, which must not be reused. */
export interface ReservedAst {
  readonly ranges: readonly RangeAst[];
  readonly names: readonly Named[];
}

/** Inclusive at both ends. */
export interface RangeAst {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

export interface ServiceAst extends Named, WithOptions {
  readonly methods: readonly MethodAst[];
}

export interface MethodAst extends Named, WithOptions {
  readonly input: StreamAst;
  readonly output: StreamAst;
}

export interface StreamAst {
  readonly type: string;
  readonly at: number;
  readonly isStream: boolean;
}
