// Made from openapi.json by `npm run openapi`; the test command fails when the two differ from the code.
export type * from './generated/types.gen.js';
