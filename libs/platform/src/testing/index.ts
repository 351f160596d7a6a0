export * from './database.js';
export * from './server.js';
export { wpsWorkbook, xlsBook, zipOf } from '../spreadsheets/spreadsheets.builder.js';
