import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { prepareClient } from './api/problem';
import { App } from './frame/app';
import './frame/styles.css';

prepareClient();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
