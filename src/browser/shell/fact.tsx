import type { ComponentChildren } from 'preact';

/** One of a `<dl class="facts">`. */
export function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="number anywhere">{children}</dd>
    </div>
  );
}
