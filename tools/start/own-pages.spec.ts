import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { securityHeaders } from './security-headers.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe.each(['console', 'student'] as const)('the pages of the %s', (app) => {
  const policy = new Map(securityHeaders[app]['Content-Security-Policy'].split('; ').map((part: string): [string, string[]] => {
    const [name = '', ...sources] = part.split(' ');
    return [name, sources];
  }));

  it('may load from our own server alone, and run no script that stands in a page', () => {
    expect(policy.get('default-src')).toEqual([`'none'`]);
    expect(policy.get('script-src')).toEqual([`'self'`]);
    for (const name of ['object-src', 'frame-src', 'script-src-attr', 'script-src-elem']) expect(policy.get(name)).toBeUndefined(); // default-src or script-src holds
    for (const [name, sources] of policy) {
      expect(sources.filter((source) => ![`'self'`, `'none'`, 'data:', 'blob:', `'unsafe-inline'`].includes(source))).toEqual([]);
      if (sources.includes(`'unsafe-inline'`)) expect(name).toBe('style-src-attr');
    }
    expect(policy.get('frame-ancestors')).toEqual([`'none'`]);
    expect(policy.get('base-uri')).toEqual([`'none'`]);
  });

  it('are written without a word of a foreign server: no font, script, map or count from elsewhere', () => {
    const page = fs.readFileSync(path.join(ROOT, 'apps', app, 'index.html'), 'utf8');
    expect(page.match(/(?:src|href)="(?:https?:)?\/\/[^"]+"/g)).toBeNull();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>[^<]/);
    const sources = filesBelow(path.join(ROOT, 'apps', app, 'src')).filter((file) => /\.(ts|vue|css)$/.test(file) && !file.endsWith('.spec.ts'));
    const named = sources.flatMap((file) => [...fs.readFileSync(file, 'utf8').matchAll(/(?:fetch|import|url|src=|href=)\s*\(?\s*["'`](?:https?:)?\/\/([\w.-]+)/g)].map((match) => `${path.relative(ROOT, file)}: ${match[1]}`));
    expect(named).toEqual([]);
  });
});

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(full) : [full];
  });
}
