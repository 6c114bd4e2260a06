import { view } from '../app/location.ts';
import { viewNames } from '../app/route.ts';
import { signOut } from '../app/session.ts';
import { Icon } from './icon.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { titles } from './titles.ts';

export function Header() {
  return (
    <header class="shell-header">
      <p class="shell-name">Customer cards</p>
      <nav aria-label="Views">
        <ul role="list">
          {viewNames.map((name) => (
            <li key={name}>
              <a href={`#/${name}`} aria-current={view.value === name ? 'page' : undefined}>
                {titles[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="shell-tools">
        <ThemeSwitch />
        <button
          type="button"
          class="icon-button"
          aria-label="Sign out"
          title="Sign out"
          onClick={() => void signOut()}
        >
          <Icon name="leave" />
        </button>
      </div>
    </header>
  );
}
