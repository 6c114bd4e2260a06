import { CardComponents } from '../card/card-components.tsx';
import { Modal } from '../editor/modal.tsx';
import { gallery } from './gallery/gallery.ts';
import type { GalleryItem } from './gallery/item.ts';
import { readDocument } from './read-document.ts';
import { choose } from './state.ts';

/** Everything to begin with, drawn. */
export function GalleryDialog({ closed }: { readonly closed: () => void }) {
  return (
    <Modal title="Gallery" name="gallery" closed={closed}>
      {(close) =>
        gallery.map(({ title, items }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <ul role="list" class="gallery-items">
              {items.map((item) => (
                <li key={item.id} class="gallery-item surface">
                  <button type="button" class="gallery-choice" onClick={() => take(item, close)}>
                    {item.title}
                  </button>
                  <p class="small muted">{item.about}</p>
                  <Thumbnail item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))
      }
    </Modal>
  );
}

function take(item: GalleryItem, close: () => void): void {
  close();
  void choose(item);
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
