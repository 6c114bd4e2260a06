import type { Component } from '../../validate/components.ts';
import { Copied, CopyButton } from '../editor/copy-button.tsx';
import { toCode } from './code.ts';
import { drawing, text } from './state.ts';
import { toYaml } from './yaml.ts';

/** What is written, in the forms in which it is used. */
export function CopyAs() {
  const components = soundComponents();
  const why = components === null ? 'Correct the mistakes first' : null;
  return (
    <div class="copy-as" role="group" aria-label="Copy as">
      <span class="small muted" aria-hidden="true">
        Copy as
      </span>
      <CopyButton name="JSON" about="What a service answers" text={() => text.peek()} />
      <CopyButton
        name="YAML"
        about={why ?? 'For a card in a file with adapter: json'}
        text={() => components && toYaml(components)}
        isDisabled={components === null}
      />
      <CopyButton
        name="TypeScript"
        about={why ?? 'With @team-plain/ui-components'}
        text={() => components && toCode(components)}
        isDisabled={components === null}
      />
      <Copied />
    </div>
  );
}

/** Those that are drawn, unless they are old. */
function soundComponents(): readonly Component[] | null {
  const { value: current } = drawing;
  return current.kind === 'card' && !current.isOld ? current.components : null;
}
