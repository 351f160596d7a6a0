import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, type GlassBroken, glassBroken, glassUnjudged, Listens, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { Watchers } from './watchers.service.js';

@Listens(glassBroken.type, 'organisation.tell-glass-broken')
export class TellGlassBroken implements FactListener<GlassBroken> {
  constructor(@Inject(Watchers) private readonly watchers: Watchers) {}

  handle(tx: Tx, { jurisdictionId, payload }: HeardFact<GlassBroken>): Promise<void> {
    return this.watchers.tell(tx, jurisdictionId, payload, 'platform/glass-broken', '有人紧急查看了一份学生记录，请在三日内由他人复核');
  }
}

@Listens(glassUnjudged.type, 'organisation.tell-glass-unjudged')
export class TellGlassUnjudged implements FactListener<Omit<GlassBroken, 'byAccountId'>> {
  constructor(@Inject(Watchers) private readonly watchers: Watchers) {}

  handle(tx: Tx, { jurisdictionId, payload }: HeardFact<Omit<GlassBroken, 'byAccountId'>>): Promise<void> {
    return this.watchers.tell(tx, jurisdictionId, payload, 'platform/glass-unjudged', '一次紧急查看已超过三日无人复核');
  }
}
