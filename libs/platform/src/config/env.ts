import fs from 'node:fs';

export interface Config {
  readonly database: {
    /** A login that may step into the application roles. */
    readonly url: string;
    readonly poolSize: number;
  };
  /** Null: no Redis is to be had, BullMQ runs on PostgreSQL. */
  readonly redisUrl: string | null;
  readonly http: { readonly host: string; readonly port: number; readonly trustProxy: boolean };
  /** True when users come over https: cookies are then bound to it. */
  readonly secureCookies: boolean;
  readonly files: {
    readonly dir: string;
    readonly s3: null | {
      readonly endpoint: string; readonly bucket: string; readonly region: string;
      readonly accessKey: string; readonly secretKey: string;
    };
  };
  readonly keysFile: string;
  readonly anchorsDir: string;
  readonly cipherProfile: 'aes' | 'sm';
  readonly fontsDir: string | null;
  readonly studentOrigin: string;
  /** Where the console is reached: identity providers send browsers back there, never to a host a request names. */
  readonly consoleOrigin: string;
  /** Blocks of private networks that calls to addresses given by users may go to, as `10.20.0.0/16`. */
  readonly outboundAllow: readonly string[];
  readonly demo: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole configuration once, at boot. Every fault is named in one error, so that an operator mends them all
 * before the next try. A secret may come as `NAME` or, better, as a file named by `NAME_FILE`.
 */
export function parseConfig(source: Source): Config {
  const faults: string[] = [];
  const text = (name: string, fallback?: string): string => {
    const file = source[`${name}_FILE`];
    if (file) {
      try {
        return fs.readFileSync(file, 'utf8').trim();
      } catch {
        faults.push(`${name}_FILE: the file cannot be read`);
        return '';
      }
    }
    const value = source[name] ?? fallback;
    if (value === undefined) faults.push(`${name}: missing`);
    return value ?? '';
  };
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const value = Number(text(name, String(fallback)));
    if (!Number.isInteger(value) || value < min || value > max) faults.push(`${name}: a whole number from ${min} to ${max}`);
    return value;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = text(name, fallback) as T;
    if (!allowed.includes(value)) faults.push(`${name}: one of ${allowed.join(', ')}`);
    return value;
  };
  const url = (name: string, protocols: readonly string[], fallback?: string): string => {
    const value = text(name, fallback);
    if (value && !protocols.some((protocol) => value.startsWith(`${protocol}://`))) {
      faults.push(`${name}: begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`);
    }
    return value;
  };

  const s3Endpoint = source['S3_ENDPOINT'];
  const redis = source['REDIS_URL'] === '' ? null : url('REDIS_URL', ['redis', 'rediss']);
  const config: Config = {
    database: {
      url: url('DATABASE_SERVICE_URL', ['postgres', 'postgresql'], source['DATABASE_URL']),
      poolSize: whole('DATABASE_POOL', 10, 1, 200),
    },
    redisUrl: redis,
    http: {
      host: text('HOST', '127.0.0.1'),
      port: whole('PORT', 3000, 0, 65_535),
      trustProxy: oneOf('TRUST_PROXY', ['yes', 'no'], 'no') === 'yes',
    },
    secureCookies: oneOf('SECURE_COOKIES', ['yes', 'no'], 'no') === 'yes',
    files: {
      dir: text('FILES_DIR', '.data/files'),
      s3: s3Endpoint
        ? {
            endpoint: s3Endpoint, bucket: text('S3_BUCKET'), region: text('S3_REGION', 'us-east-1'),
            accessKey: text('S3_ACCESS_KEY'), secretKey: text('S3_SECRET_KEY'),
          }
        : null,
    },
    keysFile: text('KEYS_PATH'),
    anchorsDir: text('AUDIT_ANCHORS_DIR', '.data/anchors'),
    cipherProfile: oneOf('CIPHER_PROFILE', ['aes', 'sm'], 'aes'),
    fontsDir: source['FONTS_DIR'] ?? null,
    studentOrigin: text('STUDENT_ORIGIN', 'http://127.0.0.1:3002'),
    consoleOrigin: text('CONSOLE_ORIGIN', 'http://127.0.0.1:3001').replace(/\/$/, ''),
    outboundAllow: text('OUTBOUND_ALLOW', '').split(/[\s,]+/).filter((block) => block !== ''),
    demo: oneOf('DEMO', ['yes', 'no'], 'no') === 'yes',
    logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  };
  if (faults.length > 0) throw new Error(`The configuration has faults:\n  ${faults.join('\n  ')}`);
  return config;
}

/** The configuration of this process. */
export function readConfig(): Config {
  return parseConfig(process.env);
}
