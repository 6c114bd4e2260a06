import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readContext, readStages } from './dockerfile.ts';
import { onThisNode, run } from './processes.ts';

/** What an image would start, and where its files are. */
export interface Image {
  /** Stands for `/`. */
  readonly root: string;
  /** WORKDIR, below the root. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/**
 * Builds stages of the Dockerfile without Docker, as far as files go: what is copied is what .dockerignore lets through, and
 * commands run in what was copied. Users, and the image of Node, are not there; packages of development are this checkout's.
 */
export async function createBuilder(directory: string): Promise<(name: string) => Promise<Image>> {
  const stages = await readStages();
  const context = await readContext();
  const images = new Map<string, Promise<Image>>();

  function build(name: string): Promise<Image> {
    const known = images.get(name) ?? take(name);
    images.set(name, known);
    return known;
  }

  async function take(name: string): Promise<Image> {
    const { base = '', steps = [] } = stages.get(name) ?? {};
    const root = join(directory, name);
    await mkdir(root, { recursive: true });
    let image: Image = {
      root,
      directory: root,
      env: {},
      entrypoint: [],
      command: [],
      healthcheck: [],
    };
    if (stages.has(base)) {
      const parent = await build(base);
      await link(`${parent.root}/.`, root);
      image = {
        ...parent,
        root,
        directory: join(root, parent.directory.slice(parent.root.length)),
      };
    }
    for (const { instruction, text } of steps) image = await step(image, instruction, text);
    return image;
  }

  async function step(image: Image, instruction: string, text: string): Promise<Image> {
    switch (instruction) {
      case 'WORKDIR':
        await mkdir(join(image.root, text), { recursive: true });
        return { ...image, directory: join(image.root, text) };
      case 'COPY':
        await copy(image, text);
        return image;
      case 'RUN':
        await runIn(image, text);
        return image;
      case 'ENV': {
        const [, name = '', value = ''] = /^(\w+)="?([^"]*)"?$/.exec(text) ?? [];
        return { ...image, env: { ...image.env, [name]: value } };
      }
      case 'ENTRYPOINT':
        return { ...image, entrypoint: JSON.parse(text) as string[] };
      case 'CMD':
        return { ...image, command: JSON.parse(text) as string[] };
      case 'HEALTHCHECK':
        return { ...image, healthcheck: JSON.parse(text.slice(text.indexOf('['))) as string[] };
      default:
        return image;
    }
  }

  async function copy({ root, directory }: Image, text: string): Promise<void> {
    const words = text.split(' ');
    const from = words[0]?.startsWith('--from=')
      ? words.shift()?.slice('--from='.length)
      : undefined;
    const to = words.pop() ?? '';
    const target = to.startsWith('/') ? join(root, to) : join(directory, to);
    for (const word of words) {
      const place = to.endsWith('/') ? join(target, basename(word)) : target;
      if (from !== undefined) await link(join((await build(from)).root, word), place);
      else await copyFromContext(word, place);
    }
  }

  async function copyFromContext(source: string, target: string): Promise<void> {
    const files = context.filter((entry) => `${entry}/`.startsWith(`${source}/`));
    const whole = context.some((entry) => source === entry || source.startsWith(`${entry}/`));
    if (!whole && files.length === 0) throw new Error(`.dockerignore keeps ${source} out`);
    if (whole) await cp(source, target, { recursive: true });
    for (const file of whole ? [] : files) await cp(file, join(target, file.slice(source.length)));
  }

  return build;
}

/** Many files, in no time. */
async function link(from: string, to: string): Promise<void> {
  const { status, output } = await run('cp', ['-al', from, to]);
  if (status !== 0) throw new Error(output);
}

async function runIn({ root, directory, env }: Image, command: string): Promise<void> {
  if (command.startsWith('npm ci') && !command.includes('--omit=dev'))
    return symlink(resolve('node_modules'), join(directory, 'node_modules'));
  const here = command
    .replaceAll('-o node -g node ', '')
    .replaceAll(/(?<= )(\/(?:secrets|etc)\b)/g, `${root}$1`);
  const { status, output } = await run('bash', ['-c', here], {
    cwd: directory,
    env: { ...onThisNode, ...env },
  });
  if (status !== 0) throw new Error(`${command}\nexit status ${status}: ${output}`);
}
