import type { BadgeColor, Line, Style, Tone } from './cells.ts';
import type { Look } from './look.ts';

const tones: Readonly<Record<Tone, string>> = {
  muted: '2',
  success: '32',
  warning: '33',
  error: '31',
  accent: '36',
};

/** Text and ground, legible on dark and on light terminals alike. */
const badges: Readonly<Record<BadgeColor, string>> = {
  GREY: '30;47',
  GREEN: '30;42',
  YELLOW: '30;43',
  RED: '97;41',
  BLUE: '97;44',
};

/** The same, softer, out of 256 colours. */
const softBadges: Readonly<Record<BadgeColor, string>> = {
  GREY: '38;5;236;48;5;252',
  GREEN: '38;5;22;48;5;157',
  YELLOW: '38;5;58;48;5;229',
  RED: '38;5;88;48;5;224',
  BLUE: '38;5;18;48;5;153',
};

/** The line as the terminal gets it, with no style left open at its end. */
export function paint(line: Line, look: Look): string {
  return stretchesOf(line)
    .map(({ text, style }) => paintText(text, style, look))
    .join('');
}

function stretchesOf(line: Line): { text: string; style: Style }[] {
  const stretches: { text: string; style: Style }[] = [];
  for (const { text, style } of line) {
    const last = stretches.at(-1);
    if (last?.style === style) last.text += text;
    else stretches.push({ text, style });
  }
  return stretches;
}

function paintText(text: string, style: Style, look: Look): string {
  const codes = look.colourDepth > 1 ? codesOf(style, look) : [];
  const painted = codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
  return style.link !== undefined && look.hasLinks ? linked(painted, style.link) : painted;
}

function codesOf({ bold, italic, underline, tone, badge }: Style, { colourDepth }: Look): string[] {
  return [
    bold && '1',
    italic && '3',
    underline && '4',
    tone && tones[tone],
    badge && (colourDepth >= 8 ? softBadges : badges)[badge],
  ].filter((code) => typeof code === 'string');
}

/** The parser's form of a URL has no character that could end the sequence. */
function linked(text: string, url: string): string {
  return `\x1b]8;;${new URL(url).href}\x1b\\${text}\x1b]8;;\x1b\\`;
}
