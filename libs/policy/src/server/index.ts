export { PACKS_DIR, readPackFiles, readPackText, type PackFile } from './pack-files.js';
export { PackLoader } from './pack-loader.service.js';
export { PolicyReader, type Where } from './policy-reader.service.js';
export { Publishing } from './publishing.service.js';
export { PolicyHttpModule } from './policy.http.module.js';
export { PolicyJobsModule } from './policy.jobs.module.js';
export { PolicyModule } from './policy.module.js';
