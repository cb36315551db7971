// What a server command says about itself, and what its flags became.

import type { Limits } from '@bytes-up/protocol';
import type { ServeFlags } from '../serving/flags';

/** Serves until it is stopped. @throws UsageError when it cannot start */
export type Engine = (options: ServerOptions) => Promise<void>;

/** What the command of one chapter specifies. */
export interface ServerSpec {
  /** The command's name in --help: `12-single-process-async`. */
  readonly name: string;
  /** One sentence for --help. */
  readonly summary: string;
  /**
   * The engines by name, for --engine. The first is the default. One alone has no flag.
   */
  readonly engines: Readonly<Record<string, Engine>>;
  /** What --engine chooses, for --help: `what waits for all connections`. */
  readonly engineMeaning?: string;
  /** The path of a module that exports the `service`. Default: `ping` and `pi`. */
  readonly serviceModule?: string;
  /** Limits whose default differs in this model, for example the number of threads. */
  readonly defaults?: Partial<Limits>;
  /**
   * The default of --workers, and what a worker is if it is not a process. If this is
   * missing, there is no such flag.
   */
  readonly workers?: { readonly default: number; readonly meaning?: string };
  /**
   * This model's own flags with a fixed list of values: `policy` becomes --policy. The
   * first value is the default.
   */
  readonly choices?: Readonly<Record<string, ChoiceOption>>;
  /** This model's own flags that take a string: `zookeeper` becomes --zookeeper. */
  readonly strings?: Readonly<Record<string, StringOption>>;
  /** Checks the options before the server starts. @throws UsageError */
  readonly check?: (options: ServerOptions) => void;
}

/** A flag that takes a string. */
export interface StringOption {
  readonly meaning: string;
  /** Its placeholder in --help: `host:port`. */
  readonly argument: string;
  /** The environment variable to read if the flag is missing. */
  readonly env?: string;
  readonly default?: string;
}

/** A flag with a fixed list of values. */
export interface ChoiceOption {
  readonly meaning: string;
  readonly values: readonly [string, ...string[]];
}

/** All flags of a server command. */
export interface ServerOptions extends ServeFlags {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Which of the spec's engines serves. */
  readonly engine: string;
  /** The value of each of the model's choices. */
  readonly choices: Readonly<Record<string, string>>;
  /**
   * The value of each of the model's strings, unless it has neither a flag nor a default.
   */
  readonly strings: Readonly<Record<string, string | undefined>>;
}
