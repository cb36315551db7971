// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'fields that the second piece lacks overwrite the first',
    find: 'message[property] = readValue(type, reader, message[property]);',
    replace:
      'message[property] = { ...(message[property] as Message), ...(readValue(type, reader) as Message) };',
    caughtBy: 'the customer in two pieces',
  },
  {
    change: 'the first value of a number wins',
    find: `      message[property] = readValue(type, reader);
      break;
  }
}`,
    replace: `      message[property] = [message[property], readValue(type, reader)].find(Boolean);
      break;
  }
}`,
    caughtBy: 'a field that both pieces set',
  },
  {
    change: 'a message in a list is merged with the previous one',
    find: `    list.push(readValue(type, reader));
    return;`,
    replace: `    list.push(readValue(type, reader, type.kind === 'message' ? list.pop() : undefined));
    return;`,
    caughtBy: 'two order lines stay two',
  },
  {
    change: 'earlier members of a oneof stay set',
    find: 'if (before !== undefined && before !== field) message[before.property] = undefined;',
    replace: '',
    caughtBy: 'two members of a oneof',
  },
  {
    change: 'the first entry of a map wins',
    find: 'map.set(key, value);',
    replace: 'if (!map.has(key)) map.set(key, value);',
    caughtBy: 'two entries of a map with the same key',
  },
];
