import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import type { Signal } from '@preact/signals';
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
  /** Where it goes when this changes; forgotten when it opens. */
  readonly place: Signal<Range | null>;
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
    // At once, not with the next frame: somebody may be typing meanwhile.
    const stopFollowing = text.subscribe((text) => handle.setText(text));
    place.value = null;
    const stopGoing = place.subscribe((place) => place && handle.select(place));
    return () => {
      stopFollowing();
      stopGoing();
      handle.destroy();
    };
  }, []);
  useEffect(() => editor.current?.setProblems(problems), [problems]);
  return <div class="editor" ref={host} />;
}
