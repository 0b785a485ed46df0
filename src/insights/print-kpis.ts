import { kpiPage } from './kpi-page.js';

process.stdout.write(kpiPage());
