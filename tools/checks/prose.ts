// Prose says what is so. Words that weaken or decorate a sentence are refused, and so is shouting.

import { problemAt, type PageCheck } from './page-file';

const WEASELS = [
  'actually',
  'arguably',
  'basically',
  'blazing',
  'clearly',
  'cutting-edge',
  'easily',
  'extremely',
  'leverage',
  'needless to say',
  'note that',
  'obviously',
  'of course',
  'powerful',
  'quite',
  'seamless',
  'seamlessly',
  'simply',
  'somewhat',
  'utilize',
  'world-class',
];
const WEASEL = new RegExp(`\\b(?:${WEASELS.join('|')})\\b`, 'i');

export const checkProse: PageCheck = (pageFile) =>
  pageFile.page.prose.flatMap(({ text, line }) => {
    const problems: string[] = [];
    const weasel = WEASEL.exec(text)?.[0];
    if (weasel !== undefined) problems.push(`"${weasel}" adds nothing: leave it out`);
    if (text.includes('!')) problems.push(`an exclamation mark in "${text.trim().slice(0, 40)}"`);
    return problems.map((what) => problemAt(pageFile, line, what));
  });
