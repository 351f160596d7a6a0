import { ApiProperty } from '@nestjs/swagger';
import type { Todo } from './todo.js';

export class TodoDto implements Todo {
  @ApiProperty() readonly id: string;
  @ApiProperty({ description: '待办种类，domain/kind' }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: '控制台内的页面路径' }) readonly link: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly dueAt: Date | null;
}

export class TodoListDto {
  @ApiProperty({ type: [TodoDto] }) readonly items: TodoDto[];
  @ApiProperty({ description: '还有更多，没有列全' }) readonly more: boolean;
}
