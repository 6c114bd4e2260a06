import t from 'tap';
import { heapProblem } from '../../src/config/heap.ts';
import { gatewaySchema } from '../../src/config/schema.ts';

await t.test('a cache may take half of the heap and no more', async (t) => {
  t.equal(heapProblem(100, 200), null);
  t.match(heapProblem(101 * 1_048_576, 200 * 1_048_576), /--max-old-space-size=202/);
});

await t.test(
  'a configuration with a larger cache than the process can hold is refused',
  async (t) => {
    const parsed = gatewaySchema.safeParse({
      version: 1,
      auth: { headers: [{ name: 'authorization', value: 'x' }] },
      cache: { maxBytes: Number.MAX_SAFE_INTEGER },
    });
    t.match(parsed.error?.issues, [
      { path: ['cache', 'maxBytes'], message: /half of the heap limit/ },
    ]);
  },
);
