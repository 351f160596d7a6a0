import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { MessageController } from './message.controller.js';
import { MessageRepository } from './message.repository.js';
import { MessageService } from './message.service.js';
import { Notifier } from './notifier.js';
import { TodoController } from './todo.controller.js';
import { TodoService } from './todo.service.js';

@Global()
@Module({ providers: [MessageRepository, MessageService, Notifier], exports: [Notifier, MessageService] })
export class NotifyModule {}

@Module({ imports: [NotifyModule, DiscoveryModule], providers: [TodoService], controllers: [MessageController, TodoController] })
export class NotifyHttpModule {}
