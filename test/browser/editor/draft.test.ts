import { deflateRawSync } from 'node:zlib';
import t from 'tap';
import { decodeDraft, encodeDraft } from '../../../src/browser/editor/draft.ts';

function pack(bytes: Uint8Array | string): string {
  return deflateRawSync(bytes).toString('base64url');
}

await t.test('gives back what it was given', async (t) => {
  for (const text of ['', '{"a": 1}', 'Ärger 🙂 \u202E', 'x'.repeat(200_000)]) {
    const encoded = await encodeDraft(text);
    t.match(encoded, /^[\w-]+$/, 'needs no escapes in an address');
    t.same(await decodeDraft(encoded ?? ''), { ok: true, text });
  }
});

await t.test('is the format that others pack', async (t) => {
  t.same(await decodeDraft(pack('[]')), { ok: true, text: '[]' });
});

await t.test('is not made of what no address has room for', async (t) => {
  const noise = Array.from({ length: 60_000 }, (_, index) => Math.sin(index)).join('');
  t.equal(await encodeDraft(noise.slice(0, 200_000)), null, 'packs badly');
  t.equal(await encodeDraft('x'.repeat(300_000)), null, 'is absurd');
});

await t.test('says why it cannot be read', async (t) => {
  const cut = { ok: false, message: 'The draft in the address is cut off or changed.' };
  t.same(await decodeDraft('!'), cut, 'other characters');
  t.same(await decodeDraft('A'), cut, 'no base64');
  t.same(await decodeDraft('AAAA'), cut, 'nothing deflated');
  t.same(await decodeDraft(pack('some text that is long enough').slice(0, -6)), cut);
  t.same(await decodeDraft(pack(Uint8Array.of(0xff, 0xfe, 0xfd))), cut, 'no UTF-8');
  t.same(await decodeDraft('A'.repeat(40_000)), {
    ok: false,
    message: 'The draft in the address is too long to be one.',
  });
});

await t.test('is not unpacked beyond what a draft has', async (t) => {
  const bomb = pack(Buffer.alloc(20_000_000, 'x'));
  t.ok(bomb.length < 32_768);
  t.same(await decodeDraft(bomb), {
    ok: false,
    message: 'The draft in the address is too long when unpacked.',
  });
});
