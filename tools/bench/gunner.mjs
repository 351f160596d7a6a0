import { fork } from 'node:child_process';
import path from 'node:path';

/** Starts the gun in a process of its own. @returns a function that gives it an order and waits for the answer */
export function startGun() {
  const child = fork(path.join(import.meta.dirname, 'gun.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
  let settle;
  child.on('message', ({ done, failed }) => (failed === undefined ? settle.resolve(done) : settle.reject(new Error(`the gun: ${failed}`))));
  child.once('exit', (code) => settle?.reject(new Error(`the gun ended with ${code}`)));
  const tell = (act, order) => new Promise((resolve, reject) => {
    settle = { resolve, reject };
    child.send({ act, order });
  });
  return { tell, halt: () => child.send({ act: 'halt' }), stop: () => child.connected && child.disconnect() };
}
