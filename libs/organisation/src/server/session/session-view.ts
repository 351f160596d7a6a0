import { isPostKind, POSTS } from '../../rules/index.js';
import type { SessionDto } from './session.dto.js';
import type { PostRow } from './session.repository.js';
import type { Recognised } from './session.service.js';

/** What the console is told of the person it greets. While something is asked of her, no post is among it. */
export function sessionView({ session, posts, need, actor, passwordDaysLeft }: Recognised, demo: boolean): SessionDto {
  const known = need !== null ? [] : posts.filter((post) => !post.lent).flatMap((post) => (isPostKind(post.kind) ? [{ ...post, kind: post.kind }] : []));
  const first = known[0];
  return {
    accountId: session.accountId,
    name: session.name,
    needs: need,
    posts: known.map((post) => ({
      id: post.id, post: post.kind, postName: POSTS[post.kind].name, orgName: post.orgName, scopeWord: scopeWord(post),
    })),
    actions: [...new Set(actor.posts.flatMap((grant) => [...grant.actions]))].sort(),
    home: first ? { kind: first.orgKind, id: first.schoolId ?? String(first.jurisdictionId), name: first.orgName } : null,
    passwordDaysLeft,
    demo,
  };
}

function scopeWord(post: Pick<PostRow, 'orgKind' | 'classIds'> & { kind: keyof typeof POSTS }): string {
  const reach = POSTS[post.kind].reach;
  if (reach === 'classes') return post.classIds.length === 1 ? '本班' : `所带${post.classIds.length}个班`;
  if (reach === 'school') return '本校';
  return { province: '全省', city: '全市', county: '本县（区）', school: '本校' }[post.orgKind];
}
