import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import picocolors from 'picocolors';
import { makeRoot } from '../testing/make-root';
import { renderPage } from './render-page';
import { displayWidth } from './width';

const ROOT = {
  'docs/chapters/03-codec.md': readFileSync(golden('page.md'), 'utf8'),
  'docs/table-titles.json': JSON.stringify({
    'byte-queue/byte-queue.test.ts › groups › %s of a table': {
      first: 'groups › one of a table',
      rows: 3,
    },
  }),
  'packages/03-codec/src/a.ts': `
  // #region decode
  export function decode(): number {
    // #region inner
    return 1;
    // #endregion inner
  }
  // #endregion decode
`,
};

function render(isColorSupported: boolean, width: number, interactive = false): string {
  const root = makeRoot(ROOT);
  const colors = picocolors.createColors(isColorSupported);
  return renderPage(path.join(root, 'docs/chapters/03-codec.md'), {
    root,
    colors,
    width,
    interactive,
  });
}

function golden(name: string): string {
  return path.join(__dirname, 'golden', name);
}

/** UPDATE_GOLDEN=1 rewrites the files. Read the diff before you commit it. */
function expectGolden(text: string, name: string): void {
  if (process.env['UPDATE_GOLDEN']) writeFileSync(golden(name), text);
  expect(text).toBe(readFileSync(golden(name), 'utf8'));
}

test('a page in sixty columns, without colours', () => {
  expectGolden(render(false, 60), 'page.txt');
});

test('the same page with colours, their escapes written as ␛', () => {
  expectGolden(render(true, 60).replaceAll('\u001b', '␛'), 'page-colors.txt');
});

test.each([40, 60])('in a window of %i columns code is folded, too', (width) => {
  const lines = render(true, width, true).split('\n');
  const label = (line: string): boolean => line.includes('packages/'); // a path has no space
  const widths = lines.filter((line) => !label(line)).map(displayWidth);
  expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  expect(lines.join('\n')).toContain('npm start -- demo 3');
});

test.each([40, 60, 80, 100])('in %i columns only code is wider', (width) => {
  const prose = render(true, width)
    .split('\n')
    .filter((line) => !line.includes('│'));
  expect(Math.max(...prose.map(displayWidth))).toBeLessThanOrEqual(width);
});

test('no escape is printed without colours', () => {
  expect(render(false, 80)).not.toContain('\u001b');
});

test('every colour ends on the line where it began', () => {
  for (const line of render(true, 60).split('\n')) {
    // eslint-disable-next-line no-control-regex -- the escapes are the subject
    const codes = line.match(/\u001b\[(\d+)m/g) ?? [];
    expect(codes.length % 2).toBe(0);
  }
});

test('a fold stays folded: its title says how to look into it', () => {
  const fold = '::: details Then look: npm start -- predict 3\n\n**17 bytes.**\n\n:::\n';
  const root = makeRoot({ 'docs/chapters/03-codec.md': `# Page\n\n${fold}` });
  const colors = picocolors.createColors(false);
  const text = renderPage(path.join(root, 'docs/chapters/03-codec.md'), {
    root,
    colors,
    width: 60,
    interactive: false,
  });
  expect(text).toContain('▸ Then look: npm start -- predict 3\n');
  expect(text).not.toContain('17 bytes');
});
