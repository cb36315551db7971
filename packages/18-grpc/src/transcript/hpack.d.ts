declare module 'hpack.js' {
  export interface Field {
    readonly name: string;
    readonly value: string;
  }

  export interface Decompressor {
    write(bytes: Buffer): void;
    execute(): void;
    read(): Field | null;
    on(event: 'error', listener: (error: Error) => void): void;
  }

  export const decompressor: {
    create(options: { table: { size: number } }): Decompressor;
  };
}
