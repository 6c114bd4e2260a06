import { assert, constantFrom, property, string } from 'fast-check';
import t from 'tap';
import { parseTextTemplate } from '../../src/mapping/text-template.ts';

/** "text|{source@offset}|text", or "offset: message". */
function show(text: string): string {
  const parsed = parseTextTemplate(text);
  if (!parsed.ok) return `${parsed.offset}: ${parsed.message}`;
  return parsed.parts
    .map((part) => (part.type === 'text' ? part.text : `{${part.source}@${part.offset}}`))
    .join('|');
}

void t.test('cuts a text into its parts', async (t) => {
  t.equal(show('Order #{{ number }}'), 'Order #|{ number @9}');
  t.equal(show('{{a}}{{b}}'), '{a@2}|{b@7}');
  t.equal(show('plain'), 'plain');
  t.equal(show(''), '');
  t.equal(show('{ not one }'), '{ not one }');
  t.equal(show('a } b { c'), 'a } b { c');
});

void t.test('an expression ends where its own braces do not', async (t) => {
  t.equal(show('{{ {"a": {"b": 1}} }}!'), '{ {"a": {"b": 1}} @2}|!');
  t.equal(show('{{ {"a": 1}}}!'), '{ {"a": 1}@2}|!');
  t.equal(show('{{ "}}" }}!'), '{ "}}" @2}|!');
  t.equal(show('{{ \'}}\' & "\\"}}" }}!'), '{ \'}}\' & "\\"}}" @2}|!');
  t.equal(show('{{ a./* }} */b }}!'), '{ a./* }} */b @2}|!');
  t.equal(show('{{ `}}`.a }}!'), '{ `}}`.a @2}|!');
  t.equal(show('{{ $match(a, /}}"/) }}!'), '{ $match(a, /}}"/) @2}|!');
  t.equal(show('{{ a / b }} and {{ c / d }}'), '{ a / b @2}| and |{ c / d @18}');
  t.equal(show('{{ a / 2 }} "/" {{ b }}'), '{ a / 2 @2}| "/" |{ b @18}');
});

void t.test('braces that are meant are an expression', async (t) => {
  t.equal(show('{{ "{{" }}x{{ "}}" }}'), '{ "{{" @2}|x|{ "}}" @13}');
});

void t.test('tells what is wrong, and where', async (t) => {
  t.equal(show('Order {{ number }'), '6: expected }} that ends the {{');
  t.equal(show('{{ {"a": 1 }}'), '0: expected }} that ends the {{');
  t.equal(show('a {{}}'), '2: expected an expression between {{ and }}');
  t.equal(show('{{ a }} {{   }}'), '8: expected an expression between {{ and }}');
  t.equal(
    show('number }}'),
    '7: expected {{ before the }}; braces that are meant are written {{ "}}" }}',
  );
  t.equal(
    show('Hi {customer.email|lower}'),
    '3: expected an expression, such as {{ $customer.email }}; placeholders with one brace are for requests',
  );
  t.match(show('{{ a }} {lookup}'), /^8: expected an expression/);
});

void t.test('never throws, and loses nothing', async () => {
  const text = string({ unit: constantFrom(...Array.from('ab "\'`/*{}\\ \n')) });
  assert(
    property(text, (whole) => {
      const parsed = parseTextTemplate(whole);
      if (!parsed.ok) return parsed.offset >= 0 && parsed.offset <= whole.length;
      const again = parsed.parts.map((part) =>
        part.type === 'text' ? part.text : `{{${part.source}}}`,
      );
      return again.join('') === whole;
    }),
    { numRuns: 2000 },
  );
});

void t.test('takes time in proportion to the text, more or less', async (t) => {
  for (const unit of ['{{', '}}', '{{ " ', "{{ ' }}", '{{ / }}', '{{ /* ', '{', '{{ a / b }}']) {
    const start = process.threadCpuUsage().user;
    parseTextTemplate(unit.repeat(20_000 / unit.length));
    const ms = (process.threadCpuUsage().user - start) / 1000;
    t.ok(ms < 500, `${unit} takes ${ms.toFixed(0)} ms`);
  }
});
