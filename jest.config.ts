import fs from 'node:fs';

const { $schema: _schema, ...swc } = JSON.parse(fs.readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs,database,tools}/**/*.spec.ts', '<rootDir>/apps/journeys/src/**/*.journey.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/.data', '/dist/', '<rootDir>/.nx'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@heliotrope/source', 'node', 'node-addons'] },
  globalSetup: '<rootDir>/tools/test/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/test/global-teardown.mjs',
  testTimeout: 60_000,
  maxWorkers: 2,
};
