import t from 'tap';
import { visiblePath } from '../../src/mapping/visible-path.ts';

void t.test('placeholders, words and versions are seen', (t) => {
  for (const path of [
    '/',
    '/v1/customers/search',
    '/api/0/{customer.externalId}/open-orders.json',
    '/cust-{lookup}/{customer.email|lower}',
  ])
    t.equal(visiblePath(path), path);
  t.end();
});

void t.test('what may be a secret is not', (t) => {
  for (const [path, seen] of [
    ['/bot123456:AAF-x/getUpdates', '/*/getUpdates'],
    ['/hooks/T024BE7LD/{lookup}', '/hooks/*/{lookup}'],
    ['/{customer.id}-s3cr3t', '/*'],
    ['/a%20b', '/*'],
    [`/${'x'.repeat(33)}`, '/*'],
    ['/12345', '/*'],
  ] as const)
    t.equal(visiblePath(path), seen);
  t.end();
});
