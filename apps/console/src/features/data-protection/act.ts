import { ElMessage, ElMessageBox } from 'element-plus';

import { asProblem } from '../../api/problem.js';
import { text } from '../../locale/language.js';

/** Does it, and says in the problem's own words when it is refused. @returns whether it was done. */
export async function attempt(go: () => Promise<unknown>): Promise<boolean> {
  try {
    await go();
    return true;
  } catch (thrown) {
    const problem = asProblem(thrown);
    ElMessage.error({ message: `${problem.message}（${problem.code}）`, duration: 6000, showClose: true });
    return false;
  }
}

/** Asks first: what follows cannot be taken back. */
export async function confirmed(ask: string, title: string, go: () => Promise<unknown>): Promise<boolean> {
  try {
    await ElMessageBox.confirm(ask, title, { confirmButtonText: title, cancelButtonText: text('ui.cancel') });
  } catch {
    return false;
  }
  return attempt(go);
}
