import { hideSecret, hideTelltale, inOrder } from './hide.ts';
import type { Hidden } from './hide.ts';
import { isGuarded, isSecretName } from './secret-names.ts';

interface Parent {
  readonly indent: number;
  readonly name: string;
}

const keyed = /^(?<start>\s*(?:- +)*["']?(?<name>[\w.-]+)["']?\s*:(?=\s|$))/;
const named = /(?<name>[\w-]+)["']?\s*:/g;

/**
 * What must not be shown of a file that is no YAML, so that only its lines can tell: whatever follows a name that looks
 * secret, stands indented below one, or has no name.
 */
export function hiddenInLines(text: string): Hidden[] {
  const hidden: Hidden[] = [];
  let parents: Parent[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const name = keyed.exec(line)?.groups?.['name'];
    const indent = line.search(/[^\s-]|$/);
    // A line without a name may be anywhere: what broke the file may have moved it.
    if (name !== undefined) parents = parents.filter((parent) => parent.indent < indent);
    const isSecret = parents.some((parent) => isSuspect(parent.name));
    hidden.push(
      ...hiddenInLine(text, line, index, isSecret ? startOfValue(line) : suspectFrom(line)),
    );
    if (name !== undefined) parents.push({ indent, name });
  }
  return inOrder([...hidden, ...hideTelltale(text)]);
}

function hiddenInLine(text: string, line: string, index: number, from: number): Hidden[] {
  const end = index + line.length;
  const comment = /(?:^|\s)#/.exec(line)?.index ?? line.length;
  return [
    ...hideSecret(text, { start: index + from, end }),
    { start: index + comment, end, shown: '' },
  ];
}

function isSuspect(name: string): boolean {
  return isSecretName(name) || isGuarded(name);
}

function startOfValue(line: string): number {
  return keyed.exec(line)?.[0].length ?? 0;
}

/** From where on a line may be secret: behind the first name that looks so, and all of a line without a name. */
function suspectFrom(line: string): number {
  if (!keyed.test(line)) return /^[\s[\]{},-]*$/.test(line) ? line.length : 0;
  const suspect = [...line.matchAll(named)].find(({ groups }) => isSuspect(groups?.['name'] ?? ''));
  return suspect === undefined ? line.length : suspect.index + suspect[0].length;
}
