import { type Actor, mayDo, refuse } from '@heliotrope/kernel';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { UnitOfWork } from '../database/unit-of-work.js';
import { TELLS_TODOS, type Todo, type TodoSource } from './todo.js';

const OF_EACH = 50;

/** Gathers what waits for somebody from every domain that has told it can say. */
@Injectable()
export class TodoService implements OnApplicationBootstrap {
  private readonly sources: { action: string; source: TodoSource }[] = [];

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const action = typeof metatype === 'function' ? (Reflect.getMetadata(TELLS_TODOS, metatype) as string | undefined) : undefined;
      if (instance && action) this.sources.push({ action, source: instance as TodoSource });
    }
  }

  /** The most pressing first; what has no due time comes last. */
  async list(actor: Actor): Promise<Todo[]> {
    if (actor.kind !== 'person') throw refuse('platform/not-allowed');
    const found: Todo[] = [];
    for (const { action, source } of this.sources.filter((one) => mayDo(actor, one.action))) {
      found.push(...(await this.work.read(actor, action, (tx) => source.todos(tx, actor.accountId, OF_EACH))));
    }
    const due = (todo: Todo) => todo.dueAt?.getTime() ?? Infinity;
    return found.sort((a, b) => (due(a) === due(b) ? (a.id < b.id ? -1 : 1) : due(a) - due(b)));
  }
}
