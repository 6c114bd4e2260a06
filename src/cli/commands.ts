import { add } from './add.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { disable, enable } from './disable.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { status } from './status.ts';
import { tryCards } from './try.ts';

/** What the program can do beside running a gateway, in the order in which `--help` lists it. */
export const commands: readonly Command[] = [
  init,
  add,
  check,
  tryCards,
  lint,
  status,
  disable,
  enable,
];
