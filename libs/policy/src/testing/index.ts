export * from './policy-reader.builder.js';
export * from './policy-value.builder.js';
export * from './attacker.builder.js';
