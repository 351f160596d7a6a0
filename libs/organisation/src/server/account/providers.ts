import { AccountAdminService } from './account-admin.service.js';
import { AccountClosingRepository } from './account-closing.repository.js';
import { AccountClosing } from './account-closing.service.js';
import { AccountDirectory } from './account-directory.repository.js';
import { OnlineSessions } from './online-session.repository.js';
import { OnlineSessionService } from './online-session.service.js';
import { ResetWitnesses } from './reset-witnesses.service.js';
import { StaffImportRepository } from './staff-import.repository.js';
import { StaffImportService } from './staff-import.service.js';
import { StaffContact } from './staff-contact.repository.js';

/** Accounts in the hands of a system administrator, and those that close by themselves. */
export const ACCOUNT_PROVIDERS = [
  AccountDirectory, StaffContact, ResetWitnesses, AccountAdminService, OnlineSessions, OnlineSessionService, AccountClosingRepository, AccountClosing,
  StaffImportRepository, StaffImportService,
];
