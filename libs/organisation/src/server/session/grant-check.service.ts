import { declaredActions } from '@heliotrope/kernel';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { GRANTS } from '../../rules/index.js';

/** An action that no post grants could never be done by anybody: the process does not start until the table names it. */
@Injectable()
export class GrantCheck implements OnApplicationBootstrap {
  onApplicationBootstrap(): void {
    const missing = [...declaredActions().keys()].filter((action) => !(action in GRANTS));
    if (missing.length > 0) throw new Error(`actions granted to no post (organisation/rules/post.ts): ${missing.join(', ')}`);
  }
}
