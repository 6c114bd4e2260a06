import { Modal } from '../editor/modal.tsx';
import { mappingExamples } from './examples.ts';
import { choose } from './state.ts';

/** Files to begin with, each with a response. */
export function ExamplesDialog({ closed }: { readonly closed: () => void }) {
  return (
    <Modal title="Examples" name="examples" closed={closed}>
      {(close) => (
        <ul role="list" class="gallery-items">
          {mappingExamples.map((example) => (
            <li key={example.id} class="gallery-item surface">
              <button
                type="button"
                class="gallery-choice"
                onClick={() => {
                  close();
                  void choose(example);
                }}
              >
                {example.title}
              </button>
              <p class="small muted">{example.about}</p>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
