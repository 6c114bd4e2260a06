import { adminOptions, adminTokenHelp, askAdmin } from './admin.ts';
import type { AdminAnswer } from './admin.ts';
import { defineCommand } from './command.ts';
import { cellsOf } from './draw/cells.ts';
import { describeTime } from '../admin/describe-time.ts';
import { parseDuration } from './duration.ts';
import { createPage } from './page.ts';
import { failure, mistake } from './say.ts';
import type { Terminal } from './terminal.ts';

const upstreamOption = {
  type: 'string',
  value: 'NAME',
  summary: 'an upstream with all of its cards, instead of one card',
} as const;
const positionals = { usage: '[KEY]', min: 0, max: 1 };
const maxSeconds = 7 * 86_400;

export const disable = defineCommand({
  name: 'disable',
  summary: 'switch a card or an upstream off for a while',
  description: `Switches one card, or an upstream with all of its cards, off in a running gateway: the
service is not asked, and agents read that it is switched off. It is on again after the
time given, with \`enable\`, or at a restart. Each process of a gateway is told by itself.

${adminTokenHelp}

To take a card away for good, write retired: true into its file instead.`,
  positionals,
  options: {
    upstream: upstreamOption,
    for: { type: 'string', value: 'TIME', summary: 'such as 90s, 30m, 2h or 1d12h; by default 1h' },
    reason: {
      type: 'string',
      value: 'TEXT',
      summary: 'for the log and for `status`; not for agents',
    },
    ...adminOptions,
  },
  async run({ values, positionals: [card] }, terminal) {
    const { upstream, reason, for: time = '1h' } = values;
    const wrong = wrongTarget(card, upstream);
    if (wrong !== null) return mistake(terminal, 'disable', wrong);
    const forSeconds = parseDuration(time);
    if (forSeconds === null || forSeconds < 1 || forSeconds > maxSeconds)
      return mistake(terminal, 'disable', '--for takes 1s to 7d, such as 90s, 30m, 2h or 1d12h');
    const body = { card, upstream, forSeconds, reason };
    const answer = await askAdmin({ path: '/disable', body }, values, terminal);
    return tell(answer, 'disable', terminal, ({ until }) => {
      const end = new Date(String(until));
      const time = describeTime(end, end.getTime() - forSeconds * 1000);
      return {
        words: [`${named(card, upstream)} is off until ${time}.`, 'On again before that:'],
        next: enabling(card ?? `--upstream ${upstream}`, values),
      };
    });
  },
});

export const enable = defineCommand({
  name: 'enable',
  summary: 'switch on again what `disable` has switched off',
  description: `Switches on again, in a running gateway, what \`disable\` has switched off.

${adminTokenHelp}`,
  positionals,
  options: { upstream: upstreamOption, ...adminOptions },
  async run({ values, positionals: [card] }, terminal) {
    const { upstream } = values;
    const wrong = wrongTarget(card, upstream);
    if (wrong !== null) return mistake(terminal, 'enable', wrong);
    const answer = await askAdmin({ path: '/enable', body: { card, upstream } }, values, terminal);
    return tell(answer, 'enable', terminal, ({ wasDisabled, stillOffWith }) => {
      const done = `${named(card, upstream)} ${wasDisabled === true ? 'is on again.' : 'was on.'}`;
      return typeof stillOffWith === 'string'
        ? {
            words: [done, 'It shows nothing yet: its upstream is off.'],
            next: enabling(`--upstream ${stillOffWith}`, values),
          }
        : { words: [done], next: null };
    });
  },
});

/** The command that switches it on again, in the same process. */
function enabling(target: string, { admin }: { readonly admin: string | undefined }): string {
  const place = admin === undefined ? '' : ` --admin ${admin}`;
  return `customer-cards-gateway enable ${target}${place}`;
}

function wrongTarget(card: string | undefined, upstream: string | undefined): string | null {
  if (card === undefined && upstream === undefined)
    return 'which card? Give its KEY, or --upstream NAME';
  return card !== undefined && upstream !== undefined ? 'give either KEY or --upstream NAME' : null;
}

function named(card: string | undefined, upstream: string | undefined): string {
  return card === undefined ? `The upstream ${upstream}` : `The card ${card}`;
}

interface Told {
  readonly words: readonly string[];
  /** A command to copy, so it is never wrapped. */
  readonly next: string | null;
}

function tell(
  answer: AdminAnswer,
  command: string,
  terminal: Terminal,
  toldOf: (body: Readonly<Record<string, unknown>>) => Told,
): number {
  if (!answer.ok) return failure(terminal, command, answer.message);
  const page = createPage(terminal);
  const { words, next } = toldOf(answer.body);
  for (const line of words) page.say(cellsOf(line));
  if (next !== null) page.print([cellsOf(`  ${next}`)]);
  return 0;
}
