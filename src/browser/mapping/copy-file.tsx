import { Copied, CopyButton } from '../editor/copy-button.tsx';
import { latest, yaml } from './state.ts';

/** The file as it stands, and where it belongs. */
export function CopyFile() {
  const name = /^name: *['"]?([a-z][\w-]*)/m.exec(yaml.value)?.[1] ?? '<name>';
  const errors = latest.value?.answer.problems.filter(
    ({ source, severity }) => source === 'yaml' && severity === 'error',
  );
  return (
    <div class="copy-as">
      <span class="small muted anywhere">
        {errors?.length === 0 ? 'Ready for ' : 'Not ready for '}
        <code>config/upstreams/{name}.yaml</code>
      </span>
      <CopyButton name="Copy the file" about="All of it, to paste" text={() => yaml.peek()} />
      <Copied />
    </div>
  );
}
