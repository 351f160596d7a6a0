export * from './approval.builder.js';
export * from './instrument.builder.js';
export * from './opened-round.builder.js';
export * from './round.builder.js';
export * from './seat.builder.js';
