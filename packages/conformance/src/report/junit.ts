// The results as JUnit XML, for continuous integration services.

import type { Model } from '../model';
import { count, type Result } from '../run/result';

/** One test suite, with a test case for each case and its area as the class name. */
export function junit(model: Model, results: readonly Result[]): string {
  const counts = count(results);
  const failures = counts.fail + counts['unexpected pass'];
  const skipped = counts['not applicable'] + counts['not run'];
  const head = `<testsuite name="${escape(model.name)}" tests="${results.length}" failures="${failures}" skipped="${skipped}">`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, ...results.map(testCase)];
  return `${lines.join('\n')}\n</testsuite>\n`;
}

function testCase({ case: one, verdict, reason = '', story = [], tookMs }: Result): string {
  const name = escape(`${one.id} ${one.title}`);
  const start = `  <testcase classname="${one.area}" name="${name}" time="${(tookMs / 1000).toFixed(3)}"`;
  switch (verdict) {
    case 'pass':
    case 'expected':
      return `${start}/>`;
    case 'not applicable':
    case 'not run':
      return `${start}><skipped message="${escape(reason)}"/></testcase>`;
    case 'unexpected pass':
    case 'fail':
      return `${start}><failure message="${escape(reason)}">${escape(story.join('\n'))}</failure></testcase>`;
  }
}

function escape(text: string): string {
  return text
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd]/g, '?')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
