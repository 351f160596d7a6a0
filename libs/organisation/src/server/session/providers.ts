import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { AccountRepository } from './account.repository.js';
import { DeviceService } from './device.service.js';
import { FailureCount } from './failure-count.service.js';
import { NewPassword } from './new-password.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordService } from './password.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';

/** Signing in, from the password to the second factor. */
export const SESSION_PROVIDERS = [
  AccountRepository, SessionRepository, SecondFactorRepository, PasswordService, FailureCount, SessionService, NewPassword, SignInService, DeviceService, SecondFactorService,
  OwnAccountService,
];
