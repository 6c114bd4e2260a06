import { jsonLanguage } from '@codemirror/lang-json';
import type { Finding } from '../../cli/lint/judge.ts';
import { rangeOf } from '../editor/json-range.ts';
import { toSentence } from '../editor/problem.ts';
import type { EditorProblem } from '../editor/problem.ts';
import type { ReadDocument } from './read-document.ts';

/** What is wrong with a text, at its places, from top to bottom. */
export function problemsOf(text: string, read: ReadDocument): readonly EditorProblem[] {
  if (read.kind === 'blank') return [];
  if (read.kind === 'syntax') return [syntaxProblem(text, read.offset, read.message)];
  const tree = jsonLanguage.parser.parse(text);
  const place = ({ severity, pointer, isKey, message, fix }: Finding): EditorProblem => {
    const { from, to } = rangeOf(tree, text, pointer, isKey ? 'key' : 'value');
    const replacement = meantIn(`${message} ${fix}`, text.slice(from, to));
    return { from, to, severity, message: toSentence(message), fix, replacement };
  };
  return read.findings.map(place).sort((a, b) => a.from - b.from);
}

/** Up to the end of the word there, or of what began as a text. */
function syntaxProblem(text: string, from: number, message: string): EditorProblem {
  const [word = ''] = /^(?:"(?:[^"\\\n]|\\.)*"?|\w+|.)/.exec(text.slice(from)) ?? [];
  const to = from + word.length;
  return { from, to, severity: 'error', message: toSentence(message), fix: '', replacement: null };
}

/** The word that is proposed in place of another one; null where none is. */
function meantIn(words: string, written: string): string | null {
  const [, meant] = /did you mean (\w+)\?/i.exec(words) ?? [];
  return meant !== undefined && written.startsWith('"') ? JSON.stringify(meant) : null;
}
