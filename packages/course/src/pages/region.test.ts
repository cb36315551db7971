import { findRegion, regionNames, wholeFile } from './region';

const SOURCE = `// head

  // #region outer
  function a() {

    // #region inner
    return 1;
    // #endregion inner
  }
  // #endregion outer

// #region open
`;

test('a region is shown without marks and without its indentation', () => {
  expect(findRegion(SOURCE, 'outer')).toEqual({
    text: 'function a() {\n\n  return 1;\n}',
    line: 4,
    lastLine: 9,
  });
});

test('a region inside another can be shown by itself', () => {
  expect(findRegion(SOURCE, 'inner')).toEqual({ text: 'return 1;', line: 7, lastLine: 7 });
});

test.each(['open', 'none', 'out', ''])('no region "%s"', (name) => {
  expect(findRegion(SOURCE, name)).toBeUndefined();
});

test('blank lines at the ends of a region are dropped, and the line is the first one shown', () => {
  expect(findRegion('// #region a\n\n\nx\n\n// #endregion a', 'a')).toEqual({
    text: 'x',
    line: 4,
    lastLine: 4,
  });
});

test('a region may be empty', () => {
  expect(findRegion('// #region a\n// #endregion a', 'a')).toEqual({
    text: '',
    line: 2,
    lastLine: 2,
  });
});

test('lines may end as on Windows', () => {
  const source = '// #region a\r\n  x\r\n    y\r\n// #endregion a\r\n';
  expect(findRegion(source, 'a')).toEqual({ text: 'x\n  y', line: 2, lastLine: 3 });
});

test('a whole file is shown without marks', () => {
  expect(wholeFile('// #region a\nx\n// #endregion a\n')).toEqual({
    text: 'x',
    line: 2,
    lastLine: 2,
  });
});

test('the names of all regions are known', () => {
  expect(regionNames(SOURCE)).toEqual(['outer', 'inner', 'open']);
});
