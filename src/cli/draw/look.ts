import type { Terminal } from '../terminal.ts';

/** What a terminal can show. */
export interface Look {
  /** Bits a colour; 1 without colours and text styles. */
  readonly colourDepth: number;
  /** Whether lines, arrows and dots beyond ASCII are understood. */
  readonly hasUnicode: boolean;
  /** Whether text can be a link (OSC 8). */
  readonly hasLinks: boolean;
}

type Facts = Pick<Terminal, 'isTerminal' | 'colourDepth' | 'env'>;

export function lookOf(terminal: Facts): Look {
  return {
    colourDepth: terminal.colourDepth,
    hasUnicode: hasUnicode(terminal.env),
    hasLinks: hasLinks(terminal),
  };
}

/** A locale that says nothing is taken for UTF-8: containers and pipelines have none, and show it. */
function hasUnicode(env: Terminal['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(Boolean);
  return locale === undefined || /utf-?8/i.test(locale);
}

const linkingTerminals = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'zed', 'Hyper']);
const linkingTypes = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/;

/** Others print the sequence itself, so only those that are known to understand it get it. */
function hasLinks({ isTerminal, env }: Facts): boolean {
  const forced = env['FORCE_HYPERLINK'];
  if (forced !== undefined) return forced !== '0';
  if (!isTerminal || env['CI'] !== undefined || env['TERM'] === 'dumb') return false;
  return (
    linkingTerminals.has(env['TERM_PROGRAM'] ?? '') ||
    linkingTypes.test(env['TERM'] ?? '') ||
    env['WT_SESSION'] !== undefined ||
    Number(env['VTE_VERSION'] ?? 0) >= 5_000 ||
    Number(env['KONSOLE_VERSION'] ?? 0) >= 201_200
  );
}
