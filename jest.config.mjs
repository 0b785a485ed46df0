export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/worker', '<rootDir>/demo', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Node requires this ES module of the server's own requests; Jest cannot, before Node 24.
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
  transform: {
    '/node_modules/cookie/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // It guards against hanging and measures nothing: a machine may be busy with other things.
  testTimeout: 240_000,
  // What a spec file has loaded is never freed; a worker that has grown collects garbage most of the time.
  workerIdleMemoryLimit: '1GB',
};
