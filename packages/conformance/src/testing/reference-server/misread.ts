// How mutants misread a body that is JSON: its names, its white space, its members.

import { isJsonObject, RpcError, type Json, type JsonObject } from '@bytes-up/protocol';
import { is } from './mutants';

/** A string of JSON, and the colon behind it if it is a name. */
const STRING = /"(?:[^"\\]|\\.)*"(\s*:)?/g;
/** The names that frameworks forbid because they reach an object's prototype. */
const FORBIDDEN = ['constructor', 'prototype'];

/** @throws RpcError INVALID_ARGUMENT for white space, if that is the bug */
export function misreadText(text: string): string {
  if (is('compares-names-as-written')) {
    return text.replace(STRING, (token, colon?: string) =>
      colon === undefined ? token : token.replaceAll('\\u', '\\\\u'),
    );
  }
  if (is('keeps-the-first-name')) return renameTheSecond(text);
  if (is('refuses-white-space') && /\s/.test(text.replace(STRING, '""'))) {
    throw new RpcError('INVALID_ARGUMENT', 'a token of JSON was expected, and white space came');
  }
  return text;
}

/** Renames the second of two members with the same name, so that it is ignored. */
function renameTheSecond(text: string): string {
  const objects: Set<string>[] = [];
  return text.replace(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g, (token, colon?: string) => {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (colon !== undefined) {
      const own = objects.at(-1);
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      if (own?.has(name)) return `"${own.size} more":`;
      own?.add(name);
    }
    return token;
  });
}

/** For JSON.parse: what becomes of each value. */
export function misreadMembers(): ((name: string, value: unknown) => unknown) | undefined {
  if (is('loses-proto')) return (_name, value) => copyByAssignment(value);
  if (is('ends-strings-at-nul')) {
    return (_name, value) => (typeof value === 'string' ? value.split('\0', 1)[0] : value);
  }
  if (is('forbids-names')) {
    return (name, value) => (FORBIDDEN.includes(name) ? undefined : value);
  }
  return undefined;
}

function copyByAssignment(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) copy[name] = member;
  return copy;
}

/** A request as the mutant takes it. */
export function misreadRequest(value: Json): Json {
  if (!isJsonObject(value)) return value;
  if (is('ignores-case')) return withPlainNames(value);
  if (is('inherits-from-proto')) {
    return { ...(value['__proto__'] as JsonObject | undefined), ...value };
  }
  if (is('requires-params') && !('params' in value)) {
    throw new RpcError('INVALID_ARGUMENT', '"params" is missing');
  }
  if (is('calls-ping-by-default') && value['in'] === undefined) return { ...value, in: 'ping' };
  if (is('refuses-odd-names') && typeof value['in'] === 'string' && /\p{Cc}/u.test(value['in'])) {
    throw new RpcError('INVALID_ARGUMENT', 'the name of a method is not printable');
  }
  const { params = null } = value;
  if (is('flattens-params') && isJsonObject(params)) return { ...value, ...params };
  if (is('does-not-know-pi') && value['in'] === 'pi') return { ...value, in: 'pi?' };
  if (is('takes-answers-for-methods') && value['in'] === 'pong') return { ...value, in: 'ping' };
  if (is('answers-one-way-calls') && value['oneway'] === true) return without(value, 'oneway');
  return value;
}

function withPlainNames(value: JsonObject): JsonObject {
  const plain = Object.entries(value).map(([name, member]) => [
    name.toLowerCase(),
    name.toLowerCase() === 'in' && typeof member === 'string'
      ? member.trim().toLowerCase()
      : member,
  ]);
  return Object.fromEntries(plain) as JsonObject;
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([own]) => own !== name));
}
