export * from './account.builder.js';
export * from './desk.builder.js';
export * from './organisation.builder.js';
export * from './roster.builder.js';
export * from './sign-in.builder.js';
