import { useSignal } from '@preact/signals';
import { CopyAs } from './copy-as.tsx';
import { GalleryDialog } from './gallery-dialog.tsx';
import { format } from './state.ts';

export function Toolbar() {
  const isGalleryOpen = useSignal(false);
  return (
    <div class="toolbar">
      <button type="button" class="button is-primary" onClick={() => (isGalleryOpen.value = true)}>
        Gallery
      </button>
      <button type="button" class="button" onClick={format}>
        Format
      </button>
      <CopyAs />
      {isGalleryOpen.value && <GalleryDialog closed={() => (isGalleryOpen.value = false)} />}
    </div>
  );
}
