import path from 'node:path';

/** What may stand between the noun and `.ts`. A new role is a decision about the whole project, so the list is closed. */
const ROLES = {
  libs: ['controller', 'dto', 'service', 'repository', 'entity', 'access', 'listener', 'job', 'module', 'http.module', 'jobs.module', 'builder'],
  'libs/platform': ['guard', 'filter', 'pipe'], // the framework's own nouns, found in the plumbing only
  apps: ['module', 'http.module', 'jobs.module', 'controller', 'api', 'store', 'zh', 'en', 'config'],
  database: [],
  everywhere: ['spec', 'db.spec', 'journey', 'd'],
};

/** Words that say nothing about what is inside; what has no home belongs to a domain noun or to the kernel. */
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc', 'manager', 'generic']);
const EMPTY_NAMES = new Set(['base', 'core']); // fine as part of a longer name: base-rate

/**
 * Is every source file called `noun.role.ts`, with a role of the closed list and a noun that says something?
 * @param {string[]} files paths from the root of the project
 */
export function fileNames(files) {
  return files.filter((file) => /^(?:libs|apps)\/[^/]+\/src\/|^database\/src\//.test(file)).flatMap((file) => {
    const faults = emptyNames(file);
    if (/\.ts$/.test(file) && !file.includes('/migrations/') && !file.includes('/generated/')) faults.push(...roles(file));
    return faults.map((message) => ({ file, message }));
  });
}

function roles(file) {
  const [noun, ...rest] = path.basename(file, '.ts').split('.');
  const found = [];
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(noun)) found.push(`a file is called in lower case with hyphens, not "${noun}"`);
  const place = file.split('/')[0];
  const known = [...ROLES[place], ...ROLES.everywhere, ...(file.startsWith('libs/platform/') ? ROLES['libs/platform'] : [])];
  const role = rest.join('.');
  const ofSpec = role.replace(/\.?(?:db\.spec|spec)$/, ''); // sheet.controller.spec.ts
  if (role && !known.includes(role) && !known.includes(ofSpec)) found.push(`"${role}" is not a role: ${known.join(', ')}`);
  return found;
}

function emptyNames(file) {
  if (!/\.(?:ts|vue)$/.test(file)) return [];
  const names = file.replace(/\.(?:ts|vue)$/, '').split('/').slice(2);
  return names.flatMap((name) => {
    const words = name.toLowerCase().split(/[-.]/);
    const empty = words.find((word) => EMPTY_WORDS.has(word)) ?? (EMPTY_NAMES.has(words[0]) && words.length === 1 ? words[0] : undefined);
    return empty ? [`"${empty}" says nothing about what is inside`] : [];
  });
}
