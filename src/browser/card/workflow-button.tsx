import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Component } from '../../validate/components.ts';
import { Icon } from '../shell/icon.tsx';

type WorkflowButtonProps = Extract<
  Component,
  { componentWorkflowButton: unknown }
>['componentWorkflowButton'];

/** Runs nothing: a click tells what Plain would run. */
export function WorkflowButton({
  workflowButtonLabel,
  workflowButtonWorkflowIdentifier: identifier,
}: WorkflowButtonProps): ComponentChildren {
  const isTold = useSignal(false);
  const workflow = 'workflowId' in identifier ? identifier.workflowId : identifier.workflowKey;
  return (
    <>
      <button
        type="button"
        class="button card-button"
        aria-expanded={isTold.value}
        onClick={() => (isTold.value = !isTold.value)}
      >
        <Icon name="workflow" />
        <bdi class="anywhere">{workflowButtonLabel}</bdi>
      </button>
      {isTold.value && (
        <p class="card-note">
          In Plain this runs the workflow <code class="anywhere">{workflow}</code>. Here nothing is
          run.
        </p>
      )}
    </>
  );
}
