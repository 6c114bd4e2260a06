const secondsOf = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Rules, or a configuration of Prometheus' or Alertmanager's, with every duration divided by `by`, but none below a second:
 * ranges, offsets, `for:`, waits and intervals. Nothing else changes, so what took minutes takes seconds.
 */
export function faster(text: string, by: number): string {
  return text.replaceAll(
    /(\[|\boffset |\b(?:for|\w*interval|\w*_wait): )(\d+)([smhd])\b/g,
    (_, place: string, count: string, unit: keyof typeof secondsOf) => {
      const seconds = Math.max(1, (Number(count) * secondsOf[unit]) / by);
      return `${place}${Math.round(seconds * 1_000)}ms`;
    },
  );
}
