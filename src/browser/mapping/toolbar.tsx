import { useSignal } from '@preact/signals';
import type { Scene } from '../../admin/api.ts';
import { CopyFile } from './copy-file.tsx';
import { ExamplesDialog } from './examples-dialog.tsx';
import { FetchDialog } from './fetch-dialog.tsx';

export function Toolbar({ scene }: { readonly scene: Scene }) {
  const opened = useSignal<'examples' | 'fetch' | null>(null);
  const close = () => (opened.value = null);
  return (
    <div class="toolbar">
      <button type="button" class="button is-primary" onClick={() => (opened.value = 'examples')}>
        Examples
      </button>
      <button type="button" class="button" onClick={() => (opened.value = 'fetch')}>
        Fetch a response …
      </button>
      <CopyFile />
      {opened.value === 'examples' && <ExamplesDialog closed={close} />}
      {opened.value === 'fetch' && <FetchDialog scene={scene} closed={close} />}
    </div>
  );
}
