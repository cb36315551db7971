// Mistakes with bodies, requests and methods (sections 4 to 6 and 12 of
// docs/protocol.md).

import type { Rule } from './rule';

const PING_BY_DEFAULT =
  'A request without a method is answered as if it had one. "in" must be a string: refuse anything else with INVALID_ARGUMENT.';

export const requests: readonly Rule[] = [
  {
    mistake: 'finds-inherited-methods',
    fails: ['5.4/to-string'],
    passes: ['5.4/unknown'],
    text: 'The lookup finds names that every object inherits, such as toString. Use a map, or check for own properties only.',
  },
  {
    mistake: 'requires-params',
    fails: ['5.2/missing'],
    text: 'A request without params is refused. Missing params count as null.',
  },
  {
    mistake: 'does-not-know-pi',
    fails: ['12.2/few-terms', '12.3/negative'],
    text: 'The method pi is missing, or its answer is not named pi_r.',
  },
  {
    mistake: 'rounds-pi',
    fails: ['12.2/few-terms', '12.2/thousand'],
    text: 'pi does not return its estimate. Add up the terms as clause 12.2 says: with 1,000 of them the result is not yet π.',
  },
  {
    mistake: 'flattens-params',
    fails: ['12.1/names'],
    text: 'Members inside params are taken for members of the request. Parse the whole body first, and then look at the members of the outer object only.',
  },
  {
    mistake: 'refuses-odd-names',
    fails: ['5.4/line-feed'],
    passes: ['5.2/missing'],
    text: 'A method name with a line feed does not get UNIMPLEMENTED. Any string is a name, and this is one that you do not know.',
  },
  {
    mistake: 'ignores-case',
    fails: ['5.4/other-case', '5.4/space'],
    text: 'Names are found in any case, or with spaces around them. Compare them exactly: Ping is not ping.',
  },
  {
    mistake: 'takes-answers-for-methods',
    fails: ['5.4/out-name'],
    passes: ['5.4/other-case'],
    text: '"pong" is called like "ping". It is the name of an answer, and no method.',
  },
  {
    mistake: 'calls-ping-by-default',
    fails: ['6.3/id-in-errors'],
    passes: ['5.2/missing'],
    seen: /← .*"out":"pong"/,
    text: PING_BY_DEFAULT,
  },
  {
    mistake: 'calls-ping-by-default',
    fails: ['5.1/in-missing', '5.1/empty-object'],
    text: PING_BY_DEFAULT,
  },
  {
    mistake: 'forgets-ids-of-errors',
    fails: ['6.3/id-in-errors'],
    passes: ['5.2/missing', '5.4/unknown', '12.3/negative'],
    text: 'The answer to a wrong request has no id. If the id itself is valid, it comes back, so that the client knows which call was refused.',
  },
  {
    mistake: 'echoes-any-id',
    fails: ['5.1/id-array', '5.1/id-null'],
    text: 'An id of a wrong type is echoed. Only a string or an integer within ±(2^53 − 1) is an id; after any other, the answer has none.',
  },
  {
    mistake: 'compares-names-as-written',
    fails: ['4.6/escaped'],
    passes: ['4.6/params-twice'],
    text: 'A name with an escape is taken for another name. Undo the escapes before you compare names: "par\\u0061ms" is "params".',
  },
  {
    mistake: 'keeps-the-first-name',
    fails: ['4.6/params-twice'],
    text: 'Of two members with the same name you take the first. The last one counts.',
  },
  {
    mistake: 'refuses-white-space',
    fails: ['4.1/space-inside', '4.1/space-around'],
    text: 'White space is refused. JSON allows spaces, tabs and line ends before and after every token.',
  },
  {
    mistake: 'ends-strings-at-nul',
    fails: ['4.1/nul-character'],
    text: 'A string with an escaped NUL does not come back whole. Keep its length instead of looking for the end: NUL is a character like any other.',
  },
  {
    mistake: 'drops-what-is-no-object',
    fails: ['4.4/array', '4.4/null'],
    passes: ['4.4/word'],
    text: 'JSON that is not an object does not get INVALID_ARGUMENT. The frame was complete, so answer it like any other bad body, and keep reading.',
  },
  {
    mistake: 'dies-on-bad-json',
    fails: ['4.4/word', '4.4/cut-short'],
    text: 'An exception from the JSON parser is not caught, and ends the connection or the server. Catch it where you parse, and answer INVALID_ARGUMENT.',
  },
  {
    mistake: 'lenient-utf-8',
    fails: ['4.2/overlong-slash'],
    text: 'Bytes that are not UTF-8 are replaced instead of refused. Use a strict decoder (bytes.decode("utf-8"), utf8.Valid, TextDecoder with fatal: true).',
  },
  {
    mistake: 'eats-the-mark',
    fails: ['4.3/mark-first'],
    passes: ['4.3/mark-after-space'],
    text: 'The decoder skips a byte order mark. Turn that off ("utf-8" instead of "utf-8-sig", ignoreBOM: true), and refuse the mark.',
  },
  {
    mistake: 'counts-brackets-in-strings',
    fails: ['4.5/brackets-in-strings'],
    text: 'Brackets inside strings count as depth. Skip strings, with their escapes, when you count.',
  },
  {
    mistake: 'looks-one-byte-back',
    fails: ['4.5/after-an-escaped-backslash'],
    passes: ['4.5/brackets-after-an-escaped-quote'],
    text: 'You take every quote after a backslash for an escaped one, but the backslash may itself be escaped. Skip the character after each backslash, whatever it is.',
  },
  {
    mistake: 'counts-brackets-side-by-side',
    fails: ['4.5/wide'],
    passes: ['4.5/brackets-in-strings'],
    text: 'Brackets that are closed again still count. Depth is how many are open at once: subtract one at each closing bracket.',
  },
  {
    mistake: 'no-depth-limit',
    fails: ['4.5/arrays-one-too-deep'],
    passes: ['4.5/arrays-at-the-limit'],
    text: 'Nesting is not bounded. Count the brackets outside strings before you parse, because a recursive parser can overflow its stack.',
  },
  {
    mistake: 'loses-proto',
    fails: ['5.5/proto-in-params'],
    text: 'Members named __proto__ get lost, because assigning to __proto__ sets the prototype. Do not copy params, or define the members instead of assigning them.',
  },
  {
    mistake: 'forbids-names',
    fails: ['5.5/constructor-prototype'],
    text: 'Members named constructor or prototype get lost. In params they are data like any others.',
  },
  {
    mistake: 'inherits-from-proto',
    fails: ['5.5/proto-gives-no-members'],
    text: 'Members inside __proto__ are taken for members of the request. Look at own members only.',
  },
  {
    mistake: 'replaces-lone-surrogates',
    fails: ['5.5/lone-surrogate-in-the-id'],
    text: 'A lone surrogate in an id is replaced. Keep the string as you parsed it, and write what is not Unicode as an escape.',
  },
  {
    mistake: 'shows-the-stack',
    fails: ['6.5/no-stack'],
    passes: ['6.5/handler-fails'],
    text: 'The message of INTERNAL contains the stack trace. Log it, and tell the client only that the handler failed.',
  },
  {
    mistake: 'answers-one-way-calls',
    fails: ['6.6/silent', '6.6/silent-with-an-id'],
    text: 'One-way calls are answered. If oneway is true, run the method and send nothing, whatever comes of it.',
  },
  {
    mistake: 'answers-one-way-errors',
    fails: ['6.6/unknown-method'],
    passes: ['6.6/silent'],
    text: 'A one-way call that fails is answered. Check oneway in the one place that writes answers, so that errors go through it too.',
  },
];
