// A .proto file as it is written: its names are not resolved yet (chapter 05).

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
  /** Whoever imports this file sees that one too. */
  readonly isPublic: boolean;
}

/** `option name = value;`, or one of those in brackets. */
export interface OptionAst {
  readonly at: number;
  /** `(my.option).size` has two parts; the first one is the name of an extension. */
  readonly name: readonly { readonly name: string; readonly isExtension: boolean }[];
  readonly value: OptionValue;
}

export interface OptionValue {
  readonly kind: 'word' | 'integer' | 'float' | 'string' | 'block';
  /**
   * For a number with its sign; for a block, `{ … }`, empty: it is read again from `at`.
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
  /** Numbers that `extend` may use: only in the descriptor's own files. */
  readonly extensionRanges: readonly RangeAst[];
}

export interface FieldAst extends Named, WithOptions {
  readonly number: number;
  readonly label: 'none' | 'optional' | 'required' | 'repeated';
  /** As written: `int32`, `Line`, `.shop.Line`. For a map: the type of its values. */
  readonly type: string;
  /** For a map: the type of its keys. */
  readonly key: string | undefined;
  readonly oneof: string | undefined;
  /** From `[json_name = …]`. Read, and not used: the JSON form is not done here. */
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

/** Numbers and names that are no longer used, and must not be used again. */
export interface ReservedAst {
  readonly ranges: readonly RangeAst[];
  readonly names: readonly Named[];
}

/** Both ends included. */
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
