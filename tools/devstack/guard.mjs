import { spawn } from 'node:child_process';

/**
 * A small shell between us and every process we start. It holds one end of a socket pair (descriptor 3); when our
 * process ends in any way, kill -9 included, that pair closes and the shell ends the child: politely first, by force
 * after the grace. It is passed as text because the unprivileged user may not be able to read a file of this project.
 */
const GUARD = `
signal=$1; grace=$2; shift 2
"$@" 3<&- &
child=$!
echo $child >&3
trap 'kill -s $signal $child 2>/dev/null' INT TERM HUP
(
  cat <&3 >/dev/null
  kill -s $signal $child 2>/dev/null
  while [ $grace -gt 0 ] && kill -0 $child 2>/dev/null; do sleep 0.1; grace=$((grace - 1)); done
  kill -s KILL $child 2>/dev/null
) 3<&3 &
exec 3<&-
while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
exit $code
`;

/**
 * Starts a process that cannot outlive us.
 * @param {string} binary
 * @param {string[]} args
 * @param {{ signal?: string, graceSeconds?: number, cwd?: string, env?: object, uid?: number, gid?: number,
 *           output?: 'ignore' | 'inherit' | 'pipe' | number }} options `signal` asks the process to end politely; `output`
 *   may be an open file, so that a log goes on when we are gone.
 * @returns {{ child: import('node:child_process').ChildProcess, pid: Promise<number>, ended: Promise<number>,
 *             stop: () => Promise<number> }} `pid` is the process itself, `child` its guard.
 */
export function guarded(binary, args, options = {}) {
  const { signal = 'TERM', graceSeconds = 15, output = 'ignore', ...rest } = options;
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', signal, String(graceSeconds * 10), binary, ...args], {
    ...rest,
    detached: true, // Ctrl-C reaches us alone, and we end the others in order
    stdio: ['ignore', output, output, 'pipe'],
  });
  const leash = child.stdio[3];
  leash.on('error', () => {});
  const pid = new Promise((resolve) => leash.once('data', (text) => resolve(Number(String(text)))));
  leash.unref(); // an open pair would keep Jest alive after its last test
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      leash.destroy();
      resolve(code ?? 1);
    });
  });
  ended.catch(() => {});
  const stop = () => {
    leash.destroy(); // the guard takes it from here, grace and force included
    return ended;
  };
  return { child, pid, ended, stop };
}
