export * from './backup/index.js';
export { migrate } from './migrate.js';
export { migrations } from './migrations/index.js';
export { tenantTable } from './tenant-table.js';
