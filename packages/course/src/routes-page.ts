// What docs/routes.md and the README show of the routes. `npm run pages` writes it.

import { formatTable } from './chapter-map';
import { CHAPTERS, twoDigits } from './chapters';
import { chaptersOf, formatMinutes, minutesOf, ROUTES, timeOf } from './routes';

/** One row for each route. @param root the checkout's folder, absolute */
export function routesTable(root: string): string {
  const rows = ROUTES.map((route) => {
    const { reading, exercises } = timeOf(root, route);
    const numbers = chaptersOf(root, route).map(({ number }) => twoDigits(number));
    return [
      `\`${route.name}\``,
      numbers.length > 7 ? `${numbers[0]} to ${numbers.at(-1)}` : numbers.join(', '),
      formatMinutes(reading),
      exercises === 0 ? '' : formatMinutes(exercises),
    ];
  });
  return formatTable(['route', 'chapters', 'pages and demos', 'exercises'], rows).trim();
}

/**
 * A section for each route but the whole: its chapters, and what each takes from those
 * that are skipped.
 */
export function routesText(root: string): string {
  const sections = ROUTES.filter(({ before }) => Object.keys(before).length > 0).map((route) => {
    const chapters = CHAPTERS.filter(({ number }) => route.chapters.includes(number));
    const items = chapters.map((chapter) => {
      const { folder, number, title } = chapter;
      const before = route.before[number];
      const link = `[${twoDigits(number)} ${title}](chapters/${folder}.md)`;
      const item = `- ${link}, ${formatMinutes(minutesOf(root, chapter))}`;
      return before === undefined ? `${item}.` : `${item}. From the skipped chapters: ${before}`;
    });
    return [
      `## ${route.title}`,
      route.about,
      ['```sh', `npm start -- route ${route.name}`, '```'].join('\n'),
      items.join('\n'),
    ].join('\n\n');
  });
  return sections.join('\n\n');
}
