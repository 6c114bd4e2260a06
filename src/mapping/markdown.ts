const inline = /[\\`*_[\]<>~]|&(?=#|\w+;)/g;
const blockStart = /^([ \t]*)([-+#=]+|\d+[.)])(?=\s|$)/gm;

/** A text as Markdown that shows it as it is, in CommonMark and GitHub's dialect. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(inline, String.raw`\$&`)
    .replaceAll(blockStart, (_, space: string, mark: string) => `${space}${escapeMark(mark)}`);
}

/** A list's number can't be escaped itself; its dot can. */
function escapeMark(mark: string): string {
  return /^\d/.test(mark) ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`;
}
