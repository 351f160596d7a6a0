export * from './instrument.builder.js';
export * from './round.builder.js';
