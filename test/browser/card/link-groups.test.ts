import t from 'tap';
import { groupByLink } from '../../../src/browser/card/link-groups.ts';
import { parseMarkdown } from '../../../src/validate/markdown.ts';

function groups(text: string): string[] {
  return groupByLink(parseMarkdown(text)).map(
    ({ url = '', spans }) => `${spans.map((span) => span.text).join('|')} ${url}`,
  );
}

await t.test('a link with a bold word in it is one link', async (t) => {
  t.same(groups('See [the **last** invoice](https://a.example) now'), [
    'See  ',
    'the |last| invoice https://a.example',
    ' now ',
  ]);
});

await t.test('links to different places are different links', async (t) => {
  t.same(groups('[a](https://a.example)[b](https://b.example)'), [
    'a https://a.example',
    'b https://b.example',
  ]);
});

await t.test('no text, no group', async (t) => {
  t.same(groups(''), []);
});
