// A transaction: several operations that are executed together, or not at all.

import { JuteWriter, type JuteReader } from '../wire/jute';
import { OpCode, type Action, type Operation } from './operation';
import { check, createPlain, remove, setData } from './writes';
import { ErrorCode, ZkError } from '../wire/zk-error';

/**
 * What a transaction may contain. With any other operation in it, it is rejected as a
 * whole.
 */
const IN_MULTI: ReadonlyMap<number, Operation> = new Map([
  [OpCode.CREATE, createInMulti],
  [OpCode.DELETE, remove],
  [OpCode.SET_DATA, setData],
  [OpCode.CHECK, check],
  [OpCode.CREATE_2, createInMulti], // with the reply of a plain create
]);
const NOT_REACHED = -2;

/**
 * Like create outside a transaction, except for the flags on which the real server fails.
 */
function createInMulti(request: JuteReader): Action {
  const act = createPlain(request);
  return (context) => {
    try {
      act(context);
    } catch (error) {
      if (!(error instanceof ZkError) || error.code !== ErrorCode.UNIMPLEMENTED) throw error;
      throw new ZkError(ErrorCode.MARSHALLING_ERROR);
    }
  };
}

interface Part {
  readonly type: number;
  readonly act: Action;
}

function readParts(request: JuteReader): Part[] {
  const parts: Part[] = [];
  for (let type = readHeader(request); type !== undefined; type = readHeader(request)) {
    const operation = IN_MULTI.get(type);
    // Every part begins with a path.
    if (operation === undefined || request.isNullNext)
      throw new ZkError(ErrorCode.MARSHALLING_ERROR);
    parts.push({ type: type === OpCode.CREATE_2 ? OpCode.CREATE : type, act: operation(request) });
  }
  return parts;
}

/** @returns the type of the next operation; undefined after the last one */
function readHeader(request: JuteReader): number | undefined {
  const type = request.int();
  const isEnd = request.bool();
  request.int();
  return isEnd ? undefined : type;
}

/**
 * Executes all operations or none. If one fails, each has an error code in the reply: 0
 * before the one that failed, NOT_REACHED after it.
 */
export function multi(request: JuteReader): Action {
  const parts = readParts(request);
  return ({ state, client, reply }) => {
    const bodies: Buffer[] = [];
    let failed: ZkError | undefined;
    try {
      state.atomically(() => {
        for (const { act } of parts) {
          const part = new JuteWriter();
          act({ state, client, reply: part });
          bodies.push(part.body());
        }
      });
    } catch (error) {
      if (!(error instanceof ZkError) || error.code === ErrorCode.MARSHALLING_ERROR) throw error;
      failed = error;
    }
    for (const [i, { type }] of parts.entries()) {
      if (failed === undefined) {
        reply
          .int(type)
          .bool(false)
          .int(0)
          .bytes(bodies[i] ?? Buffer.alloc(0));
        continue;
      }
      const tried = bodies.length;
      const code = i < tried ? 0 : i === tried ? failed.code : NOT_REACHED;
      reply.int(-1).bool(false).int(code).int(code);
    }
    reply.int(-1).bool(true).int(-1);
  };
}
