import { BudgetError } from './budget.ts';
import { toEpochMs } from './dates.ts';
import { isText, MisuseError } from './native.ts';
import type { Focus, Replacement } from './native.ts';
import type { Run } from './run.ts';

/** JSONata's functions that format and read by a picture, so that each ends soon, whatever the picture is. */
export const pictureFunctions: Readonly<Record<string, Replacement>> = {
  formatNumber({ native, focus }, value, picture, options) {
    checkPicture(picture);
    const symbols = Object.values(options ?? {});
    // An empty one is found for ever.
    if (!symbols.every((symbol) => isText(symbol) && symbol !== '' && symbol.length <= 10))
      throw new MisuseError('$formatNumber takes options of 1 to 10 characters');
    return native.apply(focus, [value, picture, options]);
  },

  formatInteger({ native, focus }, value, picture) {
    checkPicture(picture);
    return native.apply(focus, [value, picture]);
  },

  parseInteger({ native, focus }, text, picture) {
    checkPicture(picture);
    if (isText(text) && text.length > 1000)
      throw new BudgetError('read a number of more than 1000 characters');
    return native.apply(focus, [text, picture]);
  },

  fromMillis({ native, focus }, millis, picture, zone) {
    checkDatePicture(picture);
    return native.apply(focus, [millis, picture, zone]);
  },

  toMillis({ run, native, focus }, text, picture) {
    if (!isText(text)) return undefined;
    checkPicture(text);
    if (picture === undefined) return toEpochMs(text) ?? native.apply(focus, [text]);
    checkPicture(picture);
    if (!isText(picture) || !readable.test(picture))
      throw new MisuseError(
        '$toMillis takes a picture with something between any two of its parts',
      );
    return native.apply(withWallClock(focus, run), [text, picture]);
  },

  /** `native` is that of `$fromMillis`. */
  now({ run, native, focus }, picture, zone) {
    checkDatePicture(picture);
    return native.apply(focus, [run.budget.clock.wallNow(), picture, zone]);
  },

  millis: ({ run }) => run.budget.clock.wallNow(),
};

const maxPicture = 100;

function checkPicture(picture: unknown): void {
  if (isText(picture) && picture.length > maxPicture)
    throw new BudgetError(
      `used a picture, or what one reads, of more than ${maxPicture} characters`,
    );
}

function checkDatePicture(picture: unknown): void {
  checkPicture(picture);
  if (!isText(picture)) return;
  for (const [, width = ''] of picture.replaceAll(/\s/g, '').matchAll(/\[[^\]]*,([^\],]*)\]/g)) {
    if (!/^(?:\*|\d{1,2})(?:-(?:\*|\d{1,2}))?$/.test(width))
      throw new BudgetError('used a picture with a width of more than 2 digits');
  }
}

/**
 * Pictures of which JSONata makes a regular expression without backtracking: numbers and names, and between any two of
 * them what is no letter and no digit, or the T before an hour. Only numbers with a fixed count of digits stand together.
 */
const readable = new RegExp(
  [
    String.raw`^[^[\]]*(?:`,
    String.raw`(?:(?:\[[YMDdHhms][0-9]*\])+|\[[YMDdHhmsfPFZz](?:[0-9#]*o?|(?:N|n|Nn)(?:,[*\d]-\d)?)\])`,
    String.raw`(?:[^[\]A-Za-z0-9]+[^[\]]*|T(?=\[H)|[^[\]]*$)`,
    String.raw`)+$`,
  ].join(''),
);

function withWallClock(focus: Focus, { budget }: Run): Focus {
  const { environment } = focus;
  const timestamp = new Date(budget.clock.wallNow());
  return {
    ...focus,
    environment: { lookup: (name) => environment.lookup(name), base: environment.base, timestamp },
  };
}
