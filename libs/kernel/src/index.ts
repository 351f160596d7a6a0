export * from './action.js';
export * from './actor.js';
export * from './fact.js';
export * from './id.js';
export * from './ordinal.js';
export * from './refusal.js';
export * from './school-day.js';
export * from './verdict.js';
