// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the renamed field has a new number',
    find: '  string customer_name = 2;',
    replace: '  string customer_name = 8;',
    caughtBy: 'an old order, read by a new program',
  },
  {
    change: 'the number of the removed field is reused',
    find: '  reserved 5;\n  reserved "express";\n\n  uint32 id = 1;\n  string customer_name = 2;\n  repeated string articles = 3;\n  int32 discount = 4;\n  string note = 6;\n  sint32 price_change = 7;',
    replace:
      '  uint32 id = 1;\n  string customer_name = 2;\n  repeated string articles = 3;\n  int32 discount = 4;\n  string note = 6;\n  sint32 price_change = 5;',
    caughtBy: 'an old express order, read by a new program',
  },
  {
    change: 'the number of the removed field may be reused',
    find: '  reserved 5;\n',
    replace: '',
    caughtBy: 'the number 5 is reserved',
  },
  {
    change: 'the type of a field changes',
    find: '  int32 discount = 4;\n  string note = 6;',
    replace: '  sint32 discount = 4;\n  string note = 6;',
    caughtBy: 'an old order, read by a new program',
  },
  {
    change: 'the new number is an int32 again',
    find: '  sint32 price_change = 7;',
    replace: '  int32 price_change = 7;',
    caughtBy: 'a price change of -1 takes one byte after its key',
  },
];
