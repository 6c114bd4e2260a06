import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Notice } from './notice.tsx';

interface DialogProps {
  readonly title: string;
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isBusy: boolean;
  /** Why the action failed. */
  readonly problem: string | null;
  readonly onAction: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something is done. Open as long as it is there; the focus goes back to where it came from. */
export function Dialog(props: DialogProps) {
  const {
    title,
    action,
    isDangerous = false,
    isBusy,
    problem,
    onAction,
    onClose,
    children,
  } = props;
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    const opener = document.activeElement;
    current?.showModal();
    return () => {
      current?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    onAction();
  }

  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={titleId} onClose={onClose}>
      <form autocomplete="off" onSubmit={submit}>
        <h2 id={titleId} class="anywhere">
          {title}
        </h2>
        {children}
        <div role="alert">{problem !== null && <Notice kind="error">{problem}</Notice>}</div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class={`button ${isDangerous ? 'is-danger' : 'is-primary'}`}
            disabled={isBusy}
          >
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
