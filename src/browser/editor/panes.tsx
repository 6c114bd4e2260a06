import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface Pane {
  /** Unique in its view; the class of what it holds is `pane-` and this. */
  readonly id: string;
  readonly title: string;
  /** How much in it wants to be seen; 0 shows nothing. */
  readonly count?: number;
  readonly content: ComponentChildren;
}

const narrow = matchMedia('(width < 60rem)');
const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', () => (isNarrow.value = narrow.matches));

interface PanesProps {
  readonly name: string;
  /** From left to right, each from top to bottom. */
  readonly columns: readonly (readonly Pane[])[];
}

/** In columns where there is room, else one at a time behind tabs. Those that are not seen stay as they are. */
export function Panes({ name, columns }: PanesProps) {
  const panes = columns.flat();
  const chosen = useSignal(panes[0]?.id);
  const prefix = useId();
  return (
    <>
      {isNarrow.value && (
        <Tabs
          panes={panes}
          prefix={prefix}
          chosen={chosen.value}
          choose={(id) => (chosen.value = id)}
        />
      )}
      <div class={`panes ${name}-panes`}>
        {columns.map((column, index) => (
          <div key={index} class="column">
            {column.map(({ id, title, content }) => (
              <section
                key={id}
                id={`${prefix}-${id}`}
                class={`pane pane-${id}`}
                aria-label={title}
                role={isNarrow.value ? 'tabpanel' : undefined}
                hidden={isNarrow.value && id !== chosen.value}
              >
                {content}
              </section>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

interface TabsProps {
  readonly panes: readonly Pane[];
  readonly prefix: string;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** One stop of the Tab key; the arrows go from tab to tab. */
function Tabs({ panes, prefix, chosen, choose }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  function step(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (step === undefined) return;
    const at = panes.findIndex(({ id }) => id === chosen);
    const next = panes.at((at + step) % panes.length);
    if (next === undefined) return;
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-pane="${next.id}"]`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" ref={list} onKeyDown={step}>
      {panes.map(({ id, title, count = 0 }) => (
        <button
          key={id}
          type="button"
          role="tab"
          class="tab"
          data-pane={id}
          aria-controls={`${prefix}-${id}`}
          aria-selected={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => choose(id)}
        >
          {title}
          {count > 0 && <span class="badge is-red number">{count}</span>}
        </button>
      ))}
    </div>
  );
}
