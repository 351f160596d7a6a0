export * from './consent.builder.js';
export * from './impact-assessment.builder.js';
