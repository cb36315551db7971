// A .proto file as it stands there: names are not resolved yet (chapter 05).

/** `at`: characters from the start of the file. */
interface Named {
  readonly name: string;
  readonly at: number;
}

export interface FileAst {
  readonly file: string;
  readonly text: string;
  readonly package: string;
  readonly imports: readonly ImportAst[];
  readonly messages: readonly MessageAst[];
  readonly enums: readonly EnumAst[];
  readonly services: readonly ServiceAst[];
}

export interface ImportAst {
  readonly path: string;
  readonly at: number;
  /** Who imports this file imports that one too. */
  readonly isPublic: boolean;
}

export interface MessageAst extends Named {
  readonly fields: readonly FieldAst[];
  readonly messages: readonly MessageAst[];
  readonly enums: readonly EnumAst[];
  readonly reserved: ReservedAst;
}

export interface FieldAst extends Named {
  readonly number: number;
  readonly label: 'none' | 'optional' | 'repeated';
  /** As written: `int32`, `Line`, `.shop.Line`. Of a map: of its values. */
  readonly type: string;
  /** Of a map: the type of its keys. */
  readonly key: string | undefined;
  /** From `[packed = …]`. */
  readonly packed: boolean | undefined;
  readonly oneof: string | undefined;
}

export interface EnumAst extends Named {
  readonly values: readonly (Named & { readonly number: number })[];
  readonly allowAlias: boolean;
  readonly reserved: ReservedAst;
}

/** Numbers and names that were given up, so that nobody takes them again. */
export interface ReservedAst {
  /** From and to, both included. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly names: readonly string[];
}

export interface ServiceAst extends Named {
  readonly methods: readonly MethodAst[];
}

export interface MethodAst extends Named {
  readonly input: string;
  readonly output: string;
  readonly inputStream: boolean;
  readonly outputStream: boolean;
}
