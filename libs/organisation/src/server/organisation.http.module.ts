import { authenticatorOf } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { RosterLifeHttpModule } from './roster-life.module.js';
import { TermController } from './calendar/term.controller.js';
import { DivisionController } from './divisions/division.controller.js';
import { ExchangeHttpModule } from './exchange.module.js';
import { FederationController } from './federation/federation.controller.js';
import { IdentityProviderController } from './federation/identity-provider.controller.js';
import { OrganisationModule } from './organisation.module.js';
import { PlacesHttpModule } from './places.http.module.js';
import { ROLE_CONTROLLERS } from './role/providers.js';
import { RosterImportController } from './roster-import/roster-import.controller.js';
import { DemoCheck } from './second-factor/demo-check.service.js';
import { DemoRepository } from './second-factor/demo.repository.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { AccountAdminController } from './account/account-admin.controller.js';
import { StaffImportController } from './account/staff-import.controller.js';
import { OnlineSessionController } from './account/online-session.controller.js';
import { GrantCheck } from './session/grant-check.service.js';
import { OwnAccountController } from './session/own-account.controller.js';
import { SessionAuthenticator, SessionStrategy } from './session/session.access.js';
import { SessionController } from './session/session.controller.js';
import { TreeController } from './tree/tree.controller.js';

@Module({
  imports: [OrganisationModule, ExchangeHttpModule, PlacesHttpModule, RosterLifeHttpModule],
  controllers: [FederationController, IdentityProviderController, SessionController, SecondFactorController, OwnAccountController, AccountAdminController, OnlineSessionController, StaffImportController, TreeController, DivisionController, TermController, RosterImportController, ...ROLE_CONTROLLERS],
  providers: [GrantCheck, DemoRepository, DemoCheck, SessionStrategy, { provide: authenticatorOf('staff'), useClass: SessionAuthenticator }],
  exports: [authenticatorOf('staff')],
})
export class OrganisationHttpModule {}
