import { CHAPTERS, findChapter } from './chapters';

test('there are twenty chapters, numbered as their folders are', () => {
  expect(CHAPTERS).toHaveLength(20);
  CHAPTERS.forEach(({ number, folder, name }, index) => {
    expect(number).toBe(index + 1);
    expect(folder).toBe(`${String(number).padStart(2, '0')}-${name}`);
  });
});

test('no two chapters share a name or a title', () => {
  expect(new Set(CHAPTERS.map(({ name }) => name)).size).toBe(20);
  expect(new Set(CHAPTERS.map(({ title }) => title)).size).toBe(20);
});

test.each(['3', '03', 'codec', '03-codec', 'CODEC'])('%s is chapter 3', (text) => {
  expect(findChapter(text).folder).toBe('03-codec');
});

test.each(['0', '00', '21', '-3', '3.0', '003', '', '../03-codec', '__proto__'])(
  '"%s" is not a chapter',
  (text) => {
    expect(() => findChapter(text)).toThrow(
      `no chapter "${text}": give a number from 1 to 20 or a name such as codec`,
    );
  },
);

test('a name with a slip gets the chapter that was probably meant', () => {
  expect(() => findChapter('Codc')).toThrow('no chapter "Codc" (did you mean codec?): give');
});
