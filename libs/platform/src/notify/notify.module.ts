import { Global, Module } from '@nestjs/common';
import { MessageController } from './message.controller.js';
import { MessageRepository } from './message.repository.js';
import { MessageService } from './message.service.js';
import { Notifier } from './notifier.js';

@Global()
@Module({ providers: [MessageRepository, MessageService, Notifier], exports: [Notifier, MessageService] })
export class NotifyModule {}

@Module({ imports: [NotifyModule], controllers: [MessageController] })
export class NotifyHttpModule {}
