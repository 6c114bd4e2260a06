import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import { choice, CustomerChoice } from './customer-choice.tsx';
import { KeyChoiceView } from './key-choice-view.tsx';
import { askForDue, expireAll, open, subject } from './panel.ts';
import { PanelView } from './panel-view.tsx';
import { RequestView } from './request-view.tsx';
import { TryIt } from './try-it.tsx';

/** Plays Plain: a customer's cards in a panel, asked for as Plain asks, and how each came about. */
export function CardsView({ scene }: { readonly scene: Scene }) {
  useEffect(() => openFirst(scene), []);
  useExpiry(scene);
  useSignalEffect(askForDue);
  return (
    <div class="cards-view">
      <div class="cards-choice">
        <CustomerChoice scene={scene} />
        <KeyChoiceView scene={scene} />
        {scene.demoCustomers.length > 0 && <TryIt />}
      </div>
      <PanelView scene={scene} />
      <RequestView />
    </div>
  );
}

/** In the demo there is a card on screen without a click. */
function openFirst({ demoCustomers: [first] }: Scene): void {
  if (subject.peek() !== null || choice.peek() === 'other' || first === undefined) return;
  open({ customer: first.customer });
}

/** Another scene comes with another configuration, or with a gateway that has come back. */
function useExpiry(scene: Scene): void {
  const first = useRef(scene);
  useEffect(() => {
    if (first.current !== scene) expireAll();
    first.current = scene;
  }, [scene]);
}
