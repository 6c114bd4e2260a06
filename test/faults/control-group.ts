import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

const memoryBytes = 268_435_456;

/** A control group of 256 MiB and a quarter of a core, in version 1 or 2 of the interface. */
const group = existsSync('/sys/fs/cgroup/cgroup.controllers')
  ? [
      {
        path: '/sys/fs/cgroup/gateway-bench',
        limits: { 'memory.max': memoryBytes, 'memory.swap.max': 0, 'cpu.max': '25000 100000' },
        peak: 'memory.peak',
      },
    ]
  : [
      {
        path: '/sys/fs/cgroup/memory/gateway-bench',
        limits: { 'memory.limit_in_bytes': memoryBytes },
        peak: 'memory.max_usage_in_bytes',
      },
      {
        path: '/sys/fs/cgroup/cpu/gateway-bench',
        limits: { 'cpu.cfs_period_us': 100_000, 'cpu.cfs_quota_us': 25_000 },
        peak: null,
      },
    ];

/** The command that starts another one inside the group. */
export function enterGroup(): string[] {
  for (const { path, limits } of group) {
    mkdirSync(path);
    for (const [file, value] of Object.entries(limits))
      writeFileSync(`${path}/${file}`, `${value}`);
  }
  const entries = group.map(({ path }) => `echo $$ > ${path}/cgroup.procs`);
  return ['sh', '-c', `${entries.join(' && ')} && exec "$@"`, 'sh'];
}

/** Removes the group, empty by then, and tells the most bytes that it had. */
export function leaveGroup(): number {
  const [{ path, peak } = { path: '', peak: null }] = group;
  const bytes = peak === null ? 0 : Number(readFileSync(`${path}/${peak}`, 'utf8'));
  group.forEach(({ path }) => rmdirSync(path));
  return bytes;
}
