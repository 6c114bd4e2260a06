/** A text of `NAME=value` lines, with variables that it lacked at its end. What is there is never touched. */
export interface EnvFile {
  readonly text: string;
  readonly added: readonly string[];
}

export function withVariables(text: string, variables: ReadonlyMap<string, string>): EnvFile {
  const missing = [...variables].filter(([name]) => !hasVariable(text, name));
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return {
    text: start + missing.map(([name, value]) => `${name}=${value}\n`).join(''),
    added: missing.map(([name]) => name),
  };
}

function hasVariable(text: string, name: string): boolean {
  return new RegExp(`^\\s*(?:export\\s+)?${name}=`, 'm').test(text);
}
