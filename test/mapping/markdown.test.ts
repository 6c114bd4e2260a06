import t from 'tap';
import { escapeMarkdown } from '../../src/mapping/markdown.ts';

void t.test('takes away what Markdown would read', async (t) => {
  const texts = {
    '*bold* _it_ `code`': String.raw`\*bold\* \_it\_ \`code\``,
    '[a](https://b.c)': String.raw`\[a\](https://b.c)`,
    '<b>x</b> <https://y.z>': String.raw`\<b\>x\</b\> \<https://y.z\>`,
    '~~gone~~ \\*': String.raw`\~\~gone\~\~ \\\*`,
    'a &lt; b & c &#60;': String.raw`a \&lt; b & c \&#60;`,
    '# title\n  - item\n12. twelfth': '\\# title\n  \\- item\n12\\. twelfth',
    '---\n===': '\\---\n\\===',
  };
  for (const [text, escaped] of Object.entries(texts)) t.equal(escapeMarkdown(text), escaped);
});

void t.test('leaves alone what Markdown does not read', async (t) => {
  for (const text of ['', 'Order 5', '-5', '#1', '1.5', 'a - b', 'x+y=z', 'R&D', '3) ok'.slice(3)])
    t.equal(escapeMarkdown(text), text);
});

void t.test('takes time in proportion to the text', async (t) => {
  for (const unit of ['\n', ' ', '*', '-', '1', '&', '\n '])
    t.ok(escapeMarkdown(unit.repeat(20_000)).length >= 20_000, JSON.stringify(unit));
});
