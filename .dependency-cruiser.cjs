/** The rooms and which way their arrows point. docs/architecture.md says why. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.spec\\.ts$' },
  to: { path: '^(src|worker|demo|bench|test|web)/', pathNot: to },
});

const noPackage = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.spec\\.ts$' },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that import each other cannot be read alone.',
      from: {},
      to: { circular: true },
    },
    only('domain-imports-itself', '^src/domain/', '^src/domain/', 'The core decides; it knows nobody.'),
    noPackage(
      'domain-is-pure',
      '^src/domain/',
      '(^(node:)?(fs|net|http|https|crypto|child_process|os|process)$|node_modules/(@nestjs|typeorm|@temporalio|pg|nodemailer|@slack)/)',
      'No IO, no framework, no engine in the core.',
    ),
    {
      name: 'one-seed',
      severity: 'error',
      comment:
        'Random cases are drawn by the seed of src/domain/testing/fast-check.ts, the same in every build.',
      from: { pathNot: '^src/domain/testing/' },
      to: { path: 'node_modules/fast-check' },
    },
    only('access', '^src/access/', '^src/(access|domain)/', 'Who may do what is decided on data alone.'),
    noPackage(
      'access-is-pure',
      '^src/access/',
      '(^(node:)?(fs|net|http|https|crypto|child_process|os|process)$|node_modules/(@nestjs|typeorm|@temporalio|pg|nodemailer|@slack)/)',
      'No IO and no framework where rights are decided.',
    ),
    only(
      'entities',
      '^src/entities/',
      '^src/(entities|domain|access|insights|config)/',
      'Tables know the words of the domain only.',
    ),
    only(
      'store',
      '^src/store/',
      '^src/(store|entities|domain|access|insights)/',
      'The only place that reads and writes tables.',
    ),
    only(
      'insights',
      '^src/insights/',
      '^src/(insights|domain|access)/',
      'What logs say and what may be shown of it is decided on data alone.',
    ),
    noPackage(
      'insights-are-pure',
      '^src/insights/',
      '(^(node:)?(fs|net|http|https|crypto|child_process|os|process)$|node_modules/(@nestjs|typeorm|@temporalio|pg|nodemailer|@slack)/)',
      'No IO and no framework where figures are made.',
    ),
    only(
      'channels',
      '^src/channels/',
      '^src/(channels|domain)/',
      'Messages know people and words, never tables or routes.',
    ),
    only(
      'imports',
      '^src/imports/',
      '^src/((imports|domain)/|channels/wording/locale)',
      'Files become rows here, and faults words; what rows do is the store’s.',
    ),
    only('workflows', '^src/workflows/', '^src/(workflows|activities)/', 'Workflows ask and wait.'),
    {
      name: 'workflows-take-activities-by-type',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    },
    only(
      'composing',
      '^src/composing/',
      '^src/(composing|domain|store|channels)/',
      'Rows become a message here, for whoever sends or shows it.',
    ),
    only(
      'activities',
      '^src/activities/',
      '^src/(activities|domain|store|channels|composing)/',
      'What workflows may do to the world.',
    ),
    only(
      'api',
      '^src/api/',
      '^src/(api|access|domain|store|insights|imports|config|channels|composing|entities)/',
      'The API never talks to Temporal.',
    ),
    noPackage(
      'api-without-temporal',
      '^src/(api|store|domain|channels|composing|insights|imports|entities)/',
      'node_modules/@temporalio/',
      'Facts in Postgres, time in Temporal: only workflows, activities and the worker know the engine.',
    ),
    only('config', '^src/config/', '^src/config/', 'The only reader of the environment.'),
    only(
      'web',
      '^web/',
      '^(web/|src/domain/feedback-quality/|src/domain/waves\\.ts$)',
      'The app knows the API by the client that is generated from its document. What somebody is writing is read where they write it, by the same words as later.',
    ),
    only(
      'worker',
      '^worker/',
      '^(worker|src/(workflows|activities|store|channels|config|domain|entities))/',
      'Wires, decides nothing.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
