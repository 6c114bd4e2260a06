const units = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/** `90s`, `30m`, `2h`, `1d` or several together, `1h30m`, in seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d+[smhd])+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units.get(unit) ?? 0),
    0,
  );
}
