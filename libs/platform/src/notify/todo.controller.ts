import type { Actor } from '@heliotrope/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access/allow.js';
import { TodoListDto } from './todo.dto.js';
import { TodoService } from './todo.service.js';

@ApiTags('platform')
@Controller('todos')
export class TodoController {
  constructor(@Inject(TodoService) private readonly todos: TodoService) {}

  @Get()
  @Allow('platform.read-messages')
  @ApiOperation({ summary: '我的待办，最急的在前' })
  @ApiOkResponse({ type: TodoListDto })
  list(@CurrentActor() actor: Actor): Promise<TodoListDto> {
    return this.todos.list(actor);
  }
}
