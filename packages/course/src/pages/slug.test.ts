import { gitHubSlug, siteSlug } from './slug';

test.each([
  ['half packet', 'half-packet', 'half-packet'],
  ['1 Connection', '_1-connection', '1-connection'],
  ['What the booklet got wrong', 'what-the-booklet-got-wrong', 'what-the-booklet-got-wrong'],
  [
    'Exit codes of the course’s commands',
    'exit-codes-of-the-course-s-commands',
    'exit-codes-of-the-courses-commands',
  ],
  ['back-pressure', 'back-pressure', 'back-pressure'],
  ['Café', 'cafe', 'café'],
  ['`maxFrameBytes` (bytes)', 'maxframebytes-bytes', 'maxframebytes-bytes'],
])('%s', (heading, site, gitHub) => {
  expect(siteSlug(heading)).toBe(site);
  expect(gitHubSlug(heading)).toBe(gitHub);
});
