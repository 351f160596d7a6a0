import { newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { SIGN_IN_LIMITS } from '../../rules/index.js';
import { PasswordService } from '../session/password.service.js';
import { newOneTimeCode, normaliseCode } from '../session/session-secret.js';
import { type NewPost, PostRepository } from './post.repository.js';

export interface Invitation {
  readonly accountId: string;
  readonly username: string;
  /** Shown once, to be handed over; only its hash is kept. */
  readonly code: string;
}

/** Accounts and posts, as far as they are made by the installation itself. */
@Injectable()
export class StaffService {
  constructor(
    @Inject(PostRepository) private readonly posts: PostRepository,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  /** An account that can only sign in with its one-time code, and only to set a password. */
  async invite(tx: Tx, person: { username: string; name: string }): Promise<Invitation> {
    const code = newOneTimeCode();
    const id = newId(tx.now.getTime());
    const codeHash = await this.passwords.hash(normaliseCode(code));
    const codeExpiresAt = new Date(tx.now.getTime() + SIGN_IN_LIMITS.codeValidMs);
    await this.posts.addAccounts(tx, [{ id, ...person, codeHash, codeExpiresAt }]);
    return { accountId: id, username: person.username, code };
  }

  /** Accounts that nobody can enter until an administrator issues them a code. Returns their ids in order. */
  async list(tx: Tx, people: readonly { username: string; name: string }[]): Promise<string[]> {
    const accounts = people.map((person) => ({ id: newId(tx.now.getTime()), ...person, codeHash: null, codeExpiresAt: null }));
    await this.posts.addAccounts(tx, accounts);
    return accounts.map((account) => account.id);
  }

  appoint(tx: Tx, post: NewPost): Promise<string> {
    return this.posts.add(tx, post);
  }

  isKnown(tx: Tx, username: string): Promise<boolean> {
    return this.posts.usernameTaken(tx, username);
  }
}
