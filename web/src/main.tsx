import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionsCurrentOptions } from '#api/@tanstack/react-query.gen';
import { prepareClient } from './api/client';
import { queries } from './api/queries';
import { App } from './frame/app';
import { router } from './frame/router';
import './frame/styles.css';
import { dropOldDrafts } from './shared/acts/draft';
import { likelyWords } from './words/words';

prepareClient();
dropOldDrafts();
// Asked for at once, since each would otherwise wait for the one before: who it is, in which words, the screen, its data.
void queries.prefetchQuery(sessionsCurrentOptions());
void queries.prefetchQuery(likelyWords());
const root = createRoot(document.getElementById('app')!);
// In a task of its own, and drawn as one transition once the screen is there, which React does in pieces: between any two
// of them a phone can answer. What the router changes once it is drawn, React draws at one go.
window.setTimeout(() => {
  const draw = (): void =>
    startTransition(() =>
      root.render(
        <StrictMode>
          <App />
        </StrictMode>,
      ),
    );
  // The app itself says what could not be loaded.
  void router.load().then(draw, draw);
});
