import { switchTheme, theme } from '../app/theme.ts';
import { Icon } from './icon.tsx';

export function ThemeSwitch() {
  const isDark = theme.value === 'dark';
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Dark colours"
      aria-pressed={isDark}
      title={isDark ? 'Light colours' : 'Dark colours'}
      onClick={switchTheme}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </button>
  );
}
