import t from 'tap';
import { examineConfig } from '../../src/config/load.ts';
import { brokenEnv, filesIn, readBrokenConfigs } from '../fixtures/broken-config.ts';

const configs = readBrokenConfigs();

for (const { name, severity, message, place, files } of configs) {
  void t.test(`tells where ${name} is wrong, and nothing else`, async (t) => {
    const examined = await examineConfig('/', brokenEnv, { files: filesIn(files) });
    const told = [
      ...examined.problems.map((problem) => ({ severity: 'problem', problem })),
      ...examined.warnings.map((problem) => ({ severity: 'warning', problem })),
    ].map(({ severity, problem: { file, line, column, message } }) => {
      return { severity, place: `${file}:${line}:${column}`, message };
    });
    t.strictSame(told, [{ severity, place, message }]);
  });
}

void t.test('the corpus is large, and each configuration in it has its place', async (t) => {
  t.ok(configs.length >= 60);
  t.same(
    configs.filter(({ place }) => place === '').map(({ name }) => name),
    [],
  );
});
