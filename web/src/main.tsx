import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { prepareClient } from './api/client';
import { App } from './frame/app';
import './frame/styles.css';
import { dropOldDrafts } from './shared/acts/draft';

prepareClient();
dropOldDrafts();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
