import { yamlLanguage } from '@codemirror/lang-yaml';
import t from 'tap';
import { yamlRangeOf } from '../../../src/browser/editor/yaml-tree.ts';
import type { YamlPath } from '../../../src/browser/editor/yaml-tree.ts';

const text = `# a comment
name: orders
cards:
  last-order: &base
    get: /orders
    components:
      - componentText: { text: 'Hello', "textSize": S }
      - !tag
        componentText:
          text: |-
            Several
            lines
  'other card': { components: ['{{ all }}'] }
`;
const tree = yamlLanguage.parser.parse(text);

function at(...path: YamlPath): string | null {
  const range = yamlRangeOf(tree, text, path);
  return range && text.slice(range.from, range.to);
}

await t.test('finds scalars in lines and in braces, below anchors and tags', async (t) => {
  t.equal(at('name'), 'orders');
  t.equal(at('cards', 'last-order', 'get'), '/orders');
  const components = ['cards', 'last-order', 'components'];
  t.equal(at(...components, 0, 'componentText', 'text'), "'Hello'");
  t.equal(at(...components, 0, 'componentText', 'textSize'), 'S');
  t.match(at(...components, 1, 'componentText', 'text'), /Several\n +lines/);
  t.equal(at('cards', 'other card', 'components', 0), "'{{ all }}'");
});

await t.test('finds the nearest key of what is no scalar, or is not there', async (t) => {
  t.equal(at('cards', 'last-order', 'components'), 'components');
  t.equal(at('cards', 'last-order', 'components', 0), 'components');
  t.equal(at('cards', 'last-order', 'missing', 'deeper'), 'last-order');
  t.equal(at('name', 'deeper'), 'name');
  t.equal(at('missing'), null);
  t.equal(yamlRangeOf(yamlLanguage.parser.parse(''), '', ['a']), null);
});
