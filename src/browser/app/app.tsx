import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Opening } from '../shell/opening.tsx';
import { Shell } from '../shell/shell.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { describeRefusal } from '../sign-in/words.ts';
import { comebacks } from './connection.ts';
import { takeToken } from './location.ts';
import { readScene, session, signIn } from './session.ts';

/** The pages: signed in with the token of the address, or with the session that the browser has, or asking for a token. */
export function App() {
  useEffect(() => {
    const token = takeToken();
    void (token === null ? readScene() : openSession(token));
    // A link that is followed where the pages are open already loads nothing.
    const onLink = () => {
      const given = takeToken();
      if (given !== null) void openSession(given);
    };
    addEventListener('hashchange', onLink);
    return () => removeEventListener('hashchange', onLink);
  }, []);
  useSignalEffect(() => {
    if (comebacks.value > 0) void readScene();
  });
  const { value: current } = session;
  switch (current.state) {
    case 'opening':
      return <Opening />;
    case 'signed_out':
      return <SignIn key={current.message} reason={current.message} />;
    case 'signed_in':
      return <Shell scene={current.scene} />;
  }
}

async function openSession(token: string): Promise<void> {
  const opened = await signIn(token);
  if (!opened.ok) session.value = { state: 'signed_out', message: describeRefusal(opened) };
}
