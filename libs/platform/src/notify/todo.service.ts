import { type Actor, mayDo, refuse } from '@heliotrope/kernel';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { UnitOfWork } from '../database/unit-of-work.js';
import { TELLS_TODOS, type ToldTodo, type Todo, type TodoSource } from './todo.js';

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

  /** The gravest first, of those what is due soonest; what has no due time comes last. `more`: some domain has more than it told. */
  async list(actor: Actor): Promise<{ items: Todo[]; more: boolean }> {
    if (actor.kind !== 'person') throw refuse('platform/not-allowed');
    const found: ToldTodo[] = [];
    let more = false;
    for (const { action, source } of this.sources.filter((one) => mayDo(actor, one.action))) {
      const told = await this.work.read(actor, action, (tx) => source.todos(tx, actor.accountId, OF_EACH + 1));
      more ||= told.length > OF_EACH;
      found.push(...told.slice(0, OF_EACH));
    }
    return { items: found.sort(byPressure).map(({ urgency: _, ...todo }) => todo), more };
  }
}

function byPressure(a: ToldTodo, b: ToldTodo): number {
  const [urgency, due] = [(todo: ToldTodo) => todo.urgency ?? 0, (todo: ToldTodo) => todo.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER];
  return urgency(b) - urgency(a) || due(a) - due(b) || (a.id < b.id ? -1 : 1);
}
