// How search cuts a text into words.

// #region tokenize
/**
 * Words end at blanks and punctuation, as MiniSearch has it. Chinese has no blanks, so
 * each two neighbours are a word, and the last character alone: 帧 and 阻塞 are found,
 * whatever stands around them. The browser gets this function as its text, so it stands
 * alone.
 */
export function tokenize(text: string): string[] {
  return text.split(/[\n\r\p{Z}\p{P}]+/u).flatMap((word) =>
    (word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap((run) => {
      if (!/\p{Script=Han}/u.test(run)) return [run];
      const characters = [...run];
      return characters.map((character, index) => character + (characters[index + 1] ?? ''));
    }),
  );
}
// #endregion tokenize
