/** A stretch of text as Markdown's marks say that it looks. */
export interface Span {
  readonly text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  /** Where it leads; whatever was written there. */
  readonly url?: string;
}

interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly url?: string;
}

/** A run of asterisks or underscores: some close emphasis, some open it, and the others are text. */
interface Mark {
  readonly kind: 'mark';
  readonly character: string;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  text: number;
  readonly closes: { bold: number; italic: number };
  readonly opens: { bold: number; italic: number };
}

type Token = Text | Mark;

const pattern =
  /\\(?<escaped>[!-/:-@[-`{-~])|(?<mark>\*+|_+)|\[(?<label>(?:\\.|[^\\[\]])+)\]\((?<url>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/gs;

/** The part of Markdown that Plain draws in a text: bold, italic, links. All else is text. */
export function parseMarkdown(text: string): Span[] {
  const tokens = tokensOf(text);
  pairMarks(tokens.filter((token) => token.kind === 'mark'));
  return toSpans(tokens).filter((span) => span.text !== '');
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    tokens.push({ kind: 'text', text: text.slice(end, match.index) }, ...toTokens(match));
    end = match.index + match[0].length;
  }
  return [...tokens, { kind: 'text', text: text.slice(end) }];
}

function toTokens({ groups = {}, input, index, 0: whole }: RegExpExecArray): Token[] {
  const { escaped, mark, label, url } = groups;
  if (mark !== undefined)
    return [toMark(mark, input.charAt(index - 1), input.charAt(index + whole.length))];
  if (label === undefined || url === undefined) return [{ kind: 'text', text: escaped ?? whole }];
  return tokensOf(label).map((token) => (token.kind === 'text' ? { ...token, url } : token));
}

function toMark(run: string, before: string, after: string): Mark {
  const isInWord = run.startsWith('_') && isWordCharacter(before) && isWordCharacter(after);
  return {
    kind: 'mark',
    character: run.charAt(0),
    canOpen: after.trim() !== '' && !isInWord,
    canClose: before.trim() !== '' && !isInWord,
    text: run.length,
    closes: { bold: 0, italic: 0 },
    opens: { bold: 0, italic: 0 },
  };
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** Each run closes what the nearest one before it opened; those between the two have had their chance. */
function pairMarks(marks: readonly Mark[]): void {
  const open: Mark[] = [];
  for (const mark of marks) {
    while (mark.canClose && mark.text > 0) {
      const at = open.findLastIndex(({ character }) => character === mark.character);
      const opener = open[at];
      if (opener === undefined) break;
      pair(opener, mark);
      open.splice(opener.text > 0 ? at + 1 : at);
    }
    if (mark.canOpen && mark.text > 0) open.push(mark);
  }
}

function pair(opener: Mark, closer: Mark): void {
  const isBold = opener.text > 1 && closer.text > 1;
  opener.text -= isBold ? 2 : 1;
  closer.text -= isBold ? 2 : 1;
  opener.opens[isBold ? 'bold' : 'italic'] += 1;
  closer.closes[isBold ? 'bold' : 'italic'] += 1;
}

function toSpans(tokens: readonly Token[]): Span[] {
  let bold = 0;
  let italic = 0;
  return tokens.map((token) => {
    if (token.kind === 'text') {
      const { kind: _kind, ...text } = token;
      return { ...text, isBold: bold > 0, isItalic: italic > 0 };
    }
    const { character, text, closes, opens } = token;
    bold -= closes.bold;
    italic -= closes.italic;
    const span = { text: character.repeat(text), isBold: bold > 0, isItalic: italic > 0 };
    bold += opens.bold;
    italic += opens.italic;
    return span;
  });
}
