export * from './actions.js';
export * from './case-opening.js';
export * from './case-state.js';
export * from './duty-holder.js';
export * from './facts.js';
export * from './first-response.js';
export * from './refusals.js';
export * from './step-words.js';
