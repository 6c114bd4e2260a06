import { readFile } from 'node:fs/promises';

/** A page of the documentation, and which of its code has been used. */
export interface Page {
  /** The code blocks of a language under a heading, in their order, without their indentation. */
  blocks(heading: string, language: string): readonly string[];
  /** The code blocks of a language that nobody has asked for. */
  unused(language: string): readonly string[];
}

interface Block {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

export async function readPage(path: string): Promise<Page> {
  const blocks = blocksIn(await readFile(path, 'utf8'));
  const used = new Set<Block>();
  return {
    blocks(heading, language) {
      const found = blocks.filter(
        (block) => block.heading === heading && block.language === language,
      );
      if (found.length === 0) throw new Error(`${path} has no ${language} under "${heading}"`);
      found.forEach((block) => used.add(block));
      return found.map(({ text }) => text);
    },
    unused: (language) =>
      blocks
        .filter((block) => block.language === language && !used.has(block))
        .map(({ text }) => text),
  };
}

const headingOrBlock =
  /^#+ (?<heading>.*)$|^(?<indent> *)```(?<language>\w+)\n(?<text>[^]*?)^ *```$/gm;

function blocksIn(page: string): Block[] {
  let heading = '';
  const blocks: Block[] = [];
  for (const { groups } of page.matchAll(headingOrBlock)) {
    const { indent = '', language, text = '' } = groups ?? {};
    if (language === undefined) heading = groups?.['heading'] ?? '';
    else
      blocks.push({ heading, language, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') });
  }
  return blocks;
}
