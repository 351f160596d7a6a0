// What a browser is told with every page of the console and the student app. The nginx files in deploy/ say the same;
// deploy/deploy.spec.ts holds them against this file.

const policy = (directives) => Object.entries(directives).map(([name, value]) => `${name} ${value}`).join('; ');

const strict = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

export const securityHeaders = {
  // Charts and overlays place themselves by style attributes; style sheets still come from us alone.
  console: { ...always, 'Content-Security-Policy': policy({ ...strict, 'style-src-attr': "'unsafe-inline'" }) },
  student: { ...always, 'Content-Security-Policy': policy(strict) },
};
