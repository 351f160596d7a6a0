import { DingtalkDoor } from './dingtalk-door.js';
import { Doors } from './doors.service.js';
import { ExternalIdentityRepository } from './external-identity.repository.js';
import { FederationService } from './federation.service.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { IdentityProviderService } from './identity-provider.service.js';
import { OidcDoor } from './oidc-door.js';
import { ProviderSecret } from './provider-secret.service.js';
import { WecomDoor } from './wecom-door.js';

/** Signing in through somebody else's door. */
export const FEDERATION_PROVIDERS = [
  IdentityProviderRepository, ExternalIdentityRepository, ProviderSecret, OidcDoor, WecomDoor, DingtalkDoor, Doors, FederationService, IdentityProviderService,
];
