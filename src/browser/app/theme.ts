import { signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const key = 'theme';
const system = matchMedia('(prefers-color-scheme: dark)');

/** The theme in use: what the reader has chosen, else the system's. */
export const theme = signal<Theme>(themeInUse());

system.addEventListener('change', applyTheme);

/** Sets the colours of the page. Before anything is drawn, or it flashes. */
export function applyTheme(): void {
  theme.value = themeInUse();
  document.documentElement.dataset['theme'] = theme.value;
}

/** Chooses the other one. The choice is forgotten where it is the system's own. */
export function switchTheme(): void {
  const other = theme.peek() === 'light' ? 'dark' : 'light';
  if (other === systemTheme()) localStorage.removeItem(key);
  else localStorage.setItem(key, other);
  applyTheme();
}

function themeInUse(): Theme {
  const chosen = localStorage.getItem(key);
  return chosen === 'light' || chosen === 'dark' ? chosen : systemTheme();
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}
