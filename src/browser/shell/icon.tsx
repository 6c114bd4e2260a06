/** Outlines in a square of 16. */
const paths = {
  copy: 'M6 6.5A1.5 1.5 0 0 1 7.5 5h4A1.5 1.5 0 0 1 13 6.5v5a1.5 1.5 0 0 1-1.5 1.5h-4A1.5 1.5 0 0 1 6 11.5zM10 5V4.5A1.5 1.5 0 0 0 8.5 3h-4A1.5 1.5 0 0 0 3 4.5v5A1.5 1.5 0 0 0 4.5 11H6',
  check: 'm3.5 8.5 3 3 6-7',
  external:
    'M9.5 3.5h3v3M12.5 3.5 7.5 8.5M7 4H5A1.5 1.5 0 0 0 3.5 5.5v5.5A1.5 1.5 0 0 0 5 12.5h5.5A1.5 1.5 0 0 0 12 11V9',
  workflow: 'M5 3.5v9l7-4.5z',
  reload: 'M13 8a5 5 0 1 1-1.6-3.67M13 2.5V5.5h-3',
  sun: 'M8 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  moon: 'M13 9.7A5.5 5.5 0 0 1 6.3 3a5.25 5.25 0 1 0 6.7 6.7',
  leave: 'M6.5 3H4.5A1.5 1.5 0 0 0 3 4.5v7A1.5 1.5 0 0 0 4.5 13h2M10 5l3 3-3 3M13 8H6.5',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.25v.01',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 7.5v3.5M8 5v.01',
  user: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M3.25 13.5a4.75 4.75 0 0 1 9.5 0',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'm4 4 8 8M12 4l-8 8',
  edit: 'm10.5 3.5 2 2L6 12l-2.5.5L4 10z',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same: nothing for screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
