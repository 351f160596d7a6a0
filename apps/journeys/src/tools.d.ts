declare module '*/tools/devstack.mjs' {
  export function chromium(): { executablePath: string; env: Record<string, string>; args: string[] };
  export function freePort(): Promise<number>;
  export function guarded(binary: string, args: string[]): { child: import('node:child_process').ChildProcess; stop(): Promise<number> };
  export function waitForPort(port: number, options: { child: { exitCode: number | null }; milliseconds?: number }): Promise<void>;
}

declare module '*/tools/start/build-once.mjs' {
  export function buildOnce(): Promise<void>;
}
