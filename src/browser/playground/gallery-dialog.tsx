import { useLayoutEffect, useRef } from 'preact/hooks';
import { CardComponents } from '../card/card-components.tsx';
import { Icon } from '../shell/icon.tsx';
import { gallery } from './gallery/gallery.ts';
import type { GalleryItem } from './gallery/item.ts';
import { readDocument } from './read-document.ts';
import { choose } from './state.ts';

/** Everything to begin with, drawn. */
export function GalleryDialog({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  async function take(item: GalleryItem): Promise<void> {
    dialog.current?.close();
    await choose(item);
  }
  return (
    <dialog
      ref={dialog}
      class="dialog gallery"
      aria-labelledby="gallery-title"
      onClose={close}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <div class="gallery-head">
        <h2 id="gallery-title">Gallery</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="gallery-body">
        {gallery.map(({ title, items }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <ul role="list" class="gallery-items">
              {items.map((item) => (
                <li key={item.id} class="gallery-item surface">
                  <button type="button" class="gallery-choice" onClick={() => void take(item)}>
                    {item.title}
                  </button>
                  <p class="small muted">{item.about}</p>
                  <Thumbnail item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </dialog>
  );
}

/** To look at only: the whole item is one button. */
function Thumbnail({ item: { document } }: { readonly item: GalleryItem }) {
  const read = readDocument(JSON.stringify(document));
  const components = read.kind === 'judged' ? read.cards[0]?.components : null;
  return (
    <div class="gallery-drawing" inert>
      {components == null ? (
        <p class="muted small">Nothing is shown.</p>
      ) : (
        <CardComponents components={components} />
      )}
    </div>
  );
}
