import { Injectable, SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

/** Something that waits for one person. Like a message it names no pupil. */
export interface Todo {
  readonly id: string;
  /** `domain/kind`. */
  readonly kind: string;
  readonly title: string;
  /** The page of the console where it is done. */
  readonly link: string;
  readonly dueAt: Date | null;
}

/** A to-do as its domain tells it. `urgency` orders the desk and never leaves the server: like a title it could be read over a shoulder. */
export interface ToldTodo extends Todo {
  /** 0 (the same as none): in its turn; 1–4 as the severity of what waits; 5 acute. */
  readonly urgency?: number;
}

/** What waits for somebody in one domain. The database says so; nothing is stored twice. */
export interface TodoSource {
  /** The most pressing first, at most `limit`, within the scopes of `tx`. */
  todos(tx: Tx, accountId: string, limit: number): Promise<ToldTodo[]>;
}

export const TELLS_TODOS = 'heliotrope:tells-todos';

/** This provider tells to-dos to those who may do `action`; `tx` then carries the scopes of that action. */
export const TellsTodos = (action: string): ClassDecorator => (target) => {
  Injectable()(target);
  SetMetadata(TELLS_TODOS, action)(target);
};
