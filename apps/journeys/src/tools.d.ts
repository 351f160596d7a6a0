declare module '*/tools/devstack.mjs' {
  export function chromium(): { executablePath: string; env: Record<string, string>; args: string[] };
}
