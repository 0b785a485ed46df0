import { StrictMode } from 'react';
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
void router.load();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
