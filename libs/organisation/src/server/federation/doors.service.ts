import { Inject, Injectable } from '@nestjs/common';
import type { ProviderKind } from '../../rules/index.js';
import { DingtalkDoor } from './dingtalk-door.js';
import type { Door } from './door.js';
import { OidcDoor } from './oidc-door.js';
import { WecomDoor } from './wecom-door.js';

/** The door of each kind of provider. */
@Injectable()
export class Doors {
  private readonly doors: Readonly<Record<ProviderKind, Door>>;

  constructor(@Inject(OidcDoor) oidc: OidcDoor, @Inject(WecomDoor) wecom: WecomDoor, @Inject(DingtalkDoor) dingtalk: DingtalkDoor) {
    this.doors = { oidc, wecom, dingtalk };
  }

  of(kind: ProviderKind): Door {
    return this.doors[kind];
  }
}
