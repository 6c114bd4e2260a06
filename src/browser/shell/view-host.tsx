import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import type { ViewName } from '../app/route.ts';
import { CacheView } from '../cache/view.tsx';
import { CardsView } from '../cards/view.tsx';
import { UpstreamsView } from '../upstreams/view.tsx';
import { Notice } from './notice.tsx';
import { ReloadPage } from './problems.tsx';
import { titles } from './titles.ts';

export interface ViewProps {
  readonly scene: Scene;
}

type View = ComponentType<ViewProps>;

/** Those with an editor are loaded when somebody goes there. */
const loaders: Readonly<Record<ViewName, () => View | Promise<View>>> = {
  cards: () => CardsView,
  playground: async () => (await import('../playground/view.tsx')).PlaygroundView,
  mapping: async () => (await import('../mapping/view.tsx')).MappingView,
  upstreams: () => UpstreamsView,
  cache: () => CacheView,
};

interface ViewHostProps extends ViewProps {
  readonly view: ViewName;
}

/** Shows a view under its heading, which has the focus after a change of views. */
export function ViewHost({ view, scene }: ViewHostProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${titles[view]} · Customer cards`;
    if (!isFirst.current) {
      heading.current?.focus();
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [view]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {titles[view]}
      </h1>
      <LoadedView key={view} view={view} scene={scene} />
    </>
  );
}

type Loading = { readonly View: View } | 'loading' | 'failed';

function LoadedView({ view, scene }: ViewHostProps) {
  const loading = useSignal<Loading>('loading');
  useEffect(() => {
    Promise.resolve(loaders[view]()).then(
      (View) => (loading.value = { View }),
      () => (loading.value = 'failed'),
    );
  }, []);
  if (loading.value === 'loading') return <p class="muted">Loading …</p>;
  if (loading.value === 'failed') return <NotLoaded />;
  const { View } = loading.value;
  return <View scene={scene} />;
}

function NotLoaded() {
  return (
    <Notice kind="error" action={<ReloadPage />}>
      This view could not be loaded. The gateway is gone, or is another version by now.
    </Notice>
  );
}
