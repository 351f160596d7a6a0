export * from './reported-round.builder.js';
