import { AppointmentController } from '../appointment/appointment.controller.js';
import { AppointmentRepository } from '../appointment/appointment.repository.js';
import { AppointmentService } from '../appointment/appointment.service.js';
import { PostProposalController } from '../appointment/post-proposal.controller.js';
import { PostProposalRepository } from '../appointment/post-proposal.repository.js';
import { PostProposals } from '../appointment/post-proposal.service.js';
import { LoanController } from '../loan/loan.controller.js';
import { LoanRepository } from '../loan/loan.repository.js';
import { LoanService } from '../loan/loan.service.js';
import { BackgroundCheckRepository } from '../staff/background-check.repository.js';
import { BackgroundCheckTodos } from '../staff/background-check-todos.service.js';
import { StaffController } from '../staff/staff.controller.js';
import { StaffListRepository } from '../staff/staff-list.repository.js';
import { StaffList } from '../staff/staff-list.service.js';
import { GrantBook } from './grant-book.service.js';
import { GrantDecisionRepository } from './grant-decision.repository.js';
import { GrantDraftRepository } from './grant-draft.repository.js';
import { RoleController } from './role.controller.js';
import { RoleService } from './role.service.js';

/** Who may do what: the book of rights, posts given and ended, rights lent, and what the law asks about staff. */
export const ROLE_PROVIDERS = [
  GrantDecisionRepository, GrantDraftRepository, GrantBook, RoleService, AppointmentRepository, AppointmentService, PostProposalRepository, PostProposals, LoanRepository, LoanService,
  BackgroundCheckRepository, StaffListRepository, StaffList, BackgroundCheckTodos,
];

export const ROLE_CONTROLLERS = [RoleController, StaffController, AppointmentController, PostProposalController, LoanController];
