// Parses bytes as the tests write them: `18 96 01`.

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
