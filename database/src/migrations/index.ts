import { PlatformFirst } from './20261122T0700-platform-first.js';
import { PlatformServices } from './20261122T0705-platform-services.js';
import { PolicyFirst } from './20261122T0708-policy-first.js';
import { OrganisationFirst } from './20261122T0710-organisation-first.js';
import { ScreeningFirst } from './20261122T0720-screening-first.js';
import { CrisisEscalationFirst } from './20261122T0730-crisis-escalation-first.js';
import { ScreeningSecondAnswers } from './20261122T0735-screening-second-answers.js';
import { OrganisationClassRoster } from './20261122T0736-organisation-class-roster.js';
import { OrganisationAccounts } from './20261122T0740-organisation-accounts.js';
import { OrganisationRoles } from './20261122T0741-organisation-roles.js';
import { OrganisationPlaces } from './20261122T0742-organisation-places.js';
import { OrganisationRosterLife } from './20261122T0743-organisation-roster-life.js';
import { PlatformWebhooks } from './20261122T0744-platform-webhooks.js';
import { OrganisationFederation } from './20261122T0745-organisation-federation.js';
import { DataProtectionFirst } from './20261122T0746-data-protection-first.js';
import { PlatformGuarding } from './20261122T0747-platform-guarding.js';
import { OrganisationExchange } from './20261122T0748-organisation-exchange.js';
import { ScreeningInstruments } from './20261122T0750-screening-instruments.js';
import { IntegrityMarks } from './20261122T0761-integrity-marks.js';
import { PolicyShownTo } from './20261122T0761-policy-shown-to.js';
import { OrganisationDrafts } from './20261122T0762-organisation-drafts.js';
import { OrganisationFocus } from './20261122T0762-organisation-focus.js';
import { ScreeningFiveNumbers } from './20261122T0763-screening-five-numbers.js';
import { ScreeningRoundLife } from './20261122T0763-screening-round-life.js';
import { ReportingCounts } from './20261122T0764-reporting-counts.js';
import { ScreeningInterviews } from './20261122T0765-screening-interviews.js';
import { ScreeningDrafts } from './20261122T0766-screening-drafts.js';
import { ScreeningPaper } from './20261122T0766-screening-paper.js';
import { ScreeningScoresDestroyed } from './20261122T0766-screening-scores-destroyed.js';
import { OrganisationLeavers } from './20261122T0767-organisation-leavers.js';
import { OrganisationProposals } from './20261122T0767-organisation-proposals.js';
import { RightsCorrections } from './20261122T0769-rights-corrections.js';

/** One chronological story, listed by hand: what is not in this list does not exist. */
export const migrations = [
  PlatformFirst,
  PlatformServices,
  PolicyFirst,
  OrganisationFirst,
  ScreeningFirst,
  CrisisEscalationFirst,
  ScreeningSecondAnswers,
  OrganisationClassRoster,
  OrganisationAccounts,
  OrganisationRoles,
  OrganisationPlaces,
  OrganisationRosterLife,
  PlatformWebhooks,
  OrganisationFederation,
  DataProtectionFirst,
  PlatformGuarding,
  OrganisationExchange,
  ScreeningInstruments,
  IntegrityMarks,
  PolicyShownTo,
  OrganisationFocus,
  OrganisationDrafts,
  ScreeningFiveNumbers,
  ScreeningRoundLife,
  ReportingCounts,
  ScreeningInterviews,
  ScreeningDrafts,
  ScreeningScoresDestroyed,
  OrganisationLeavers,
  ScreeningPaper,
  OrganisationProposals,
  RightsCorrections,
];
