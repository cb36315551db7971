// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a falsy id is not echoed',
    find: 'JSON.stringify(id === undefined ? members',
    replace: 'JSON.stringify(!id ? members',
    caughtBy: 'missing params are null, and 0 is an id',
  },
  {
    change: 'inherited properties count as methods',
    find: 'Object.hasOwn(service, request.in) ? service[request.in] : undefined',
    replace: 'service[request.in]',
    caughtBy: '"toString" is not a method',
  },
  {
    change: 'a handler’s promise is not awaited inside the try',
    find: 'const result = await method.handle(request.params, request);',
    replace: 'const result = method.handle(request.params, request) as Json;',
    caughtBy: 'a handler that returns a promise',
  },
  {
    change: 'a handler’s exception is sent to the client',
    find: 'respondError(RpcError.from(thrown).asAnswer(), known)',
    replace:
      'respondError(thrown instanceof RpcError ? thrown : new RpcError("INTERNAL", String(thrown)), known)',
    caughtBy: 'a handler that throws',
  },
  {
    change: 'what a handler throws is taken for an Error',
    find: '    // asAnswer, because',
    replace: "    if ((thrown as Error).name === 'x') return undefined;\n    // asAnswer, because",
    caughtBy: 'a handler that does not throw an Error: fail with null',
  },
  {
    change: 'only an Error is answered',
    find: '    // asAnswer, because',
    replace: '    if (!(thrown instanceof Error)) throw thrown;\n    // asAnswer, because',
    caughtBy: 'a handler that does not throw an Error: fail with a string',
  },
  {
    change: 'all calls share one object for what is known of the request',
    find: '  const known: Known = {};\n',
    replace:
      '  const known = ((dispatch as { known?: Known }).known ??= {});\n' +
      '  for (const name of Object.keys(known)) delete known[name as keyof Known];\n',
    caughtBy: 'two calls at once have their own ids',
  },
  {
    change: 'a timeout_ms may be any whole number',
    find: 'timeout_ms !== undefined && !isInteger(timeout_ms)',
    replace: 'timeout_ms !== undefined && !Number.isInteger(timeout_ms)',
    caughtBy: 'a timeout_ms of over 2^53 − 1',
  },
  {
    change: 'an empty idempotency_key is invalid',
    find: "typeof idempotency_key !== 'string')",
    replace: "(typeof idempotency_key !== 'string' || idempotency_key === ''))",
    caughtBy: 'a key that is an empty string is a string',
  },
  {
    change: 'an answer of exactly maxFrameBytes bytes is too large',
    find: 'Buffer.byteLength(answer) > limits.maxFrameBytes',
    replace: 'Buffer.byteLength(answer) >= limits.maxFrameBytes',
    caughtBy: 'an answer of exactly maxFrameBytes bytes',
  },
  {
    change: 'a name of any length is repeated in the message',
    find: "throw new RpcError('UNIMPLEMENTED', 'unknown method')",
    replace: "throw new RpcError('UNIMPLEMENTED', `no method ${request.in}`)",
    caughtBy: 'the message for a long name is short',
  },
  {
    change: 'a handler’s TimeoutError says that the caller’s deadline has passed',
    find: 'RpcError.from(thrown).asAnswer()',
    replace: 'RpcError.from(thrown)',
    caughtBy: 'a handler that throws AbortError',
  },
  {
    change: 'any truthy value makes a one-way call',
    find: "known.oneway = members['oneway'] === true;",
    replace:
      "known.oneway = Boolean(members['oneway']);\n    if (known.oneway) members['oneway'] = true;",
    caughtBy: 'oneway 1 is not true',
  },
  {
    change: 'an error of the request is answered before its oneway is read',
    find: "    known.oneway = members['oneway'] === true;\n    const request = check(members);",
    replace: "    const request = check(members);\n    known.oneway = members['oneway'] === true;",
    caughtBy: 'not even an error: {"oneway":true}',
  },
  {
    change: 'the id is read after the checks',
    find: "if (isId(members['id'])) known.id = members['id'];",
    replace: "check(members); known.id = members['id'];",
    caughtBy: 'a method that is a number',
  },
  {
    change: 'null counts as absent',
    find: 'if (oneway !== undefined && oneway !== true)',
    replace: 'if (oneway && oneway !== true)',
    caughtBy: 'oneway false',
  },
  {
    change: 'a one-way call that fails is answered',
    find: 'answer = respondError(RpcError.from(thrown).asAnswer(), known);',
    replace: 'return respondError(RpcError.from(thrown).asAnswer(), known);',
    caughtBy: 'not even an error: {"in":"none","oneway":true}',
  },
  {
    change: 'invalid UTF-8 is replaced',
    find: "if (!isUtf8(body)) throw invalid('the body is not UTF-8');",
    replace: 'if (!isUtf8(body) && body.length === 0) return {};',
    caughtBy: 'a slash in two bytes is not UTF-8',
  },
  {
    change: 'the replacement character counts as invalid UTF-8',
    find: 'if (!isUtf8(body))',
    replace: "if (body.toString().includes('\\ufffd'))",
    caughtBy: 'the replacement character itself is a valid character',
  },
  {
    change: 'the members are copied, and __proto__ becomes the prototype of the copy',
    find: "if (!isObject(value)) throw invalid('the body is not a JSON object');\n  return value;",
    replace:
      "if (!isObject(value)) throw invalid('the body is not a JSON object');\n  return Object.assign({}, value);",
    caughtBy: '5.5/proto-beside-members',
  },
  {
    change: 'the depth is not checked',
    find: 'if (depthOf(text) > MAX_DEPTH)',
    replace: 'if (depthOf(text) > 1e9)',
    caughtBy: '65 levels',
  },
  {
    change: 'an escaped quote ends a string',
    find: "if (inString && char === '\\\\') at++;",
    replace: "if (char === '\\u0000') at++;",
    caughtBy: 'nor after an escaped quote',
  },
  {
    change: 'a quote after any backslash does not end a string',
    find: `if (inString && char === '\\\\') at++;
    else if (char === '"') inString = !inString;`,
    replace: `if (char === '"' && text[at - 1] !== '\\\\') inString = !inString;`,
    caughtBy: 'nor after a string that ends in a backslash',
  },
  {
    change: 'the answer is measured in characters',
    find: 'Buffer.byteLength(answer)',
    replace: 'answer.length',
    caughtBy: 'an answer that is too large in bytes, but not in characters',
  },
  {
    change: 'a handler gets only the name and the params of its request',
    find: 'const result = await method.handle(request.params, request);',
    replace:
      'const result = await method.handle(request.params, { in: request.in, params: request.params });',
    caughtBy: 'a handler that reads all members of the request',
  },
];
