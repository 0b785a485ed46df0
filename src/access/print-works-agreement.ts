import { worksAgreement } from './works-agreement.js';

process.stdout.write(worksAgreement());
