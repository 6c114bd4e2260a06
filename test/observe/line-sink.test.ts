import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { createLineSink } from '../../src/observe/line-sink.ts';

await t.test('lines arrive in order', async (t) => {
  const stream = new PassThrough();
  const sink = createLineSink(stream);
  for (const line of ['a\n', 'b\n']) sink.write(line);
  await new Promise(setImmediate);
  sink.write('c\n');
  await new Promise(setImmediate);
  stream.end();
  t.equal(await text(stream), 'a\nb\nc\n');
  t.equal(sink.dropped, 0);
});

await t.test(
  'lines of one turn are written together, at the latest when they are flushed',
  async (t) => {
    const written: string[] = [];
    const stream = new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, callback) {
        written.push(chunk);
        callback();
      },
    });
    const sink = createLineSink(stream);
    for (const line of ['a\n', 'b\n']) sink.write(line);
    t.strictSame(written, []);
    await new Promise(setImmediate);
    t.strictSame(written, ['a\nb\n']);
    sink.write('c\n');
    sink.flush();
    sink.flush();
    t.strictSame(written, ['a\nb\n', 'c\n']);
  },
);

await t.test('what finds no room is dropped and counted, and room is used again', async (t) => {
  const done: (() => void)[] = [];
  const written: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, callback) {
      written.push(chunk);
      done.push(callback);
    },
  });
  const sink = createLineSink(stream, 10);
  for (const line of ['1234\n', '6789\n', 'lost\n']) sink.write(line);
  await new Promise(setImmediate);
  sink.write('lost\n');
  t.equal(sink.dropped, 2);
  t.equal(stream.writableLength, 10);
  done.shift()?.();
  sink.write('next\n');
  await new Promise(setImmediate);
  while (done.length > 0) {
    done.shift()?.();
    await new Promise(setImmediate);
  }
  t.strictSame(written, ['1234\n6789\n', 'next\n']);
  t.equal(sink.dropped, 2);
});

await t.test('a stream that breaks throws nothing, and its lines are counted', async (t) => {
  const child = spawn('true', { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'exit');
  const sink = createLineSink(child.stdin);
  for (let count = 0; sink.dropped < 3; count += 1) {
    sink.write('line\n');
    await new Promise(setImmediate);
    if (count > 1_000) break;
  }
  t.ok(sink.dropped >= 3);
});
