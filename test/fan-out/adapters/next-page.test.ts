import t from 'tap';
import { hasNextPage } from '../../../src/fan-out/adapters/next-page.ts';

void t.test('sees a link to a next page', (t) => {
  for (const header of [
    '<https://api.test/?page=2>; rel="next"',
    '<https://api.test/?page=2>;rel=next',
    '</?page=2>; REL="Next"',
    '</?page=1>; rel="prev", </?page=3>; rel="next", </?page=9>; rel="last"',
    '</?ids=1,2>; title="a, b; c"; rel="last next"',
    '<https://sentry.io/>; rel="previous"; results="false", <https://sentry.io/>; rel="next"; results="true"; cursor="0:3:0"',
  ])
    t.equal(hasNextPage(header), true, header);
  t.end();
});

void t.test('sees none where there is none', (t) => {
  for (const header of [
    undefined,
    '',
    'next',
    'rel="next"',
    '<https://api.test/?rel="next">',
    '</?page=1>; rel="prev"',
    '</?page=1>; rel="nextish"',
    '</?page=1>; xrel="next"',
    '</?page=1>; title="rel=next"; rel="self"',
    '<https://sentry.io/>; rel="next"; results="false"; cursor="0:3:0"',
  ])
    t.equal(hasNextPage(header), false, header ?? 'no header');
  t.end();
});

void t.test('is done with a hostile header at once', (t) => {
  const startedAt = performance.now();
  hasNextPage('<a>'.repeat(5_000));
  hasNextPage(`<a>${'; a'.repeat(5_000)}`);
  hasNextPage(`<a>${'; a="'.repeat(3_000)}`);
  hasNextPage('<'.repeat(16_000));
  t.ok(performance.now() - startedAt < 100);
  t.end();
});
