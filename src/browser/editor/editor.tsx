import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Suggest } from './complete.ts';
import { createEditor } from './create-editor.ts';
import type { EditorHandle } from './create-editor.ts';
import type { Range } from './json-range.ts';
import type { EditorProblem } from './problem.ts';

interface EditorProps {
  readonly label: string;
  readonly language: 'json' | 'yaml';
  /** What stands in it, whoever changes it. */
  readonly text: Signal<string>;
  readonly problems: readonly EditorProblem[];
  /** A place to go to; each new one is gone to. */
  readonly place: ReadonlySignal<Range | null>;
  readonly suggest?: Suggest;
}

const languages = { json, yaml };

/** An editor as high as its place. All but the problems stays as it begins with. */
export function Editor({ label, language, text, problems, place, suggest }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorHandle>(null);
  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const handle = createEditor(host.current, {
      label,
      language: languages[language](),
      text: text.peek(),
      changed: (changed) => (text.value = changed),
      suggest,
    });
    editor.current = handle;
    return () => handle.destroy();
  }, []);
  // At once, so that it is never behind what is typed meanwhile.
  useSignalEffect(() => editor.current?.setText(text.value));
  useEffect(() => editor.current?.setProblems(problems), [problems]);
  useSignalEffect(() => {
    if (place.value !== null) editor.current?.select(place.value);
  });
  return <div class="editor" ref={host} />;
}
