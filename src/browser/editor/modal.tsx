import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';

interface ModalProps {
  readonly title: string;
  readonly name: string;
  /** Told when it has been closed, by whatever: the button, Escape, or a click beside it. */
  readonly closed: () => void;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A dialog that is open as long as it is there. */
export function Modal({ title, name, closed, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class={`dialog modal ${name}`}
      aria-labelledby={titleId}
      onClose={closed}
      onClick={({ target, currentTarget }) => target === currentTarget && close()}
    >
      <div class="modal-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="modal-body">{children(close)}</div>
    </dialog>
  );
}
