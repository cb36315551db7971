// `npm start -- route [name]`: shows the routes through the course, or chooses one. The
// map, `read`, `exercise` and what is named as next follow it.

import type { Command } from 'commander';
import { twoDigits } from '../chapters';
import type { Context } from '../context';
import { wrapWords } from '../exercises/wrap';
import { formatNext } from '../next-step';
import { markRoute } from '../progress';
import { keep } from '../remember';
import {
  chaptersOf,
  findRoute,
  formatMinutes,
  ROUTES,
  routeOf,
  timeOf,
  type Route,
} from '../routes';

export function addRouteCommand(program: Command, context: Context): void {
  program
    .command('route')
    .description('show the routes through the course, or choose one')
    .argument('[name]', ROUTES.map(({ name }) => name).join(', '))
    .action((name: string | undefined) => {
      if (name === undefined) return context.write(formatRoutes(context));
      const route = findRoute(name);
      keep(context, () => markRoute(context.progressFile, route.name));
      context.write(`\n${formatRoute(context, route)}\n${formatNext(context)}\n`);
    });
}

function formatRoutes(context: Context): string {
  const routes = ROUTES.map((route) => `${formatRoute(context, route)}\n`);
  return `\n${routes.join('')}${formatNext(context)}\n`;
}

/** One line, for the end of `list`. */
export function formatRouteNames(context: Pick<Context, 'progressFile'>): string {
  const { name } = routeOf(context);
  const names = ROUTES.map((route) => route.name).join(' | ');
  return `  Your route: ${name}\n  npm start -- route ${names}\n`;
}

/** Its name and time, what it is for, its chapters. */
function formatRoute(context: Context, route: Route): string {
  const { colors, root, width } = context;
  const chapters = chaptersOf(root, route);
  const { reading, exercises } = timeOf(root, route);
  const mark = routeOf(context).name === route.name ? '→' : ' ';
  const time = [
    `${formatMinutes(reading)} to read`,
    ...(exercises > 0 ? [`${formatMinutes(exercises)} of exercises`] : []),
  ].join(', ');
  const numbers = chapters.map(({ number }) => twoDigits(number)).join(' ');
  return [
    `${mark} ${colors.bold(route.name.padEnd(11))}${time}`,
    ...[...wrapWords(route.about, width - 4), ...wrapWords(numbers, width - 4)].map(
      (line) => `    ${line}`,
    ),
    '',
  ].join('\n');
}
