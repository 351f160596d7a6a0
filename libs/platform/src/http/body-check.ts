import { type FieldFault, refuse } from '@heliotrope/kernel';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** Checks bodies and queries against their DTO: unknown fields are refused, and each fault names its field. */
export function bodyCheck(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => refuse('platform/invalid-body', { errors: errors.flatMap((error) => faults(error, '')) }),
  });
}

const WORDS: Record<string, string> = {
  isNotEmpty: '不能为空',
  isString: '应为文字',
  isInt: '应为整数',
  isUuid: '应为编号',
  isArray: '应为列表',
  isBoolean: '应为是或否',
  isDateString: '应为日期',
  isIn: '不在可选范围内',
  isEnum: '不在可选范围内',
  maxLength: '太长',
  minLength: '太短',
  min: '太小',
  max: '太大',
  arrayMinSize: '至少要有一项',
  whitelistValidation: '不认识这个字段',
};

function faults(error: ValidationError, parent: string): FieldFault[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.keys(error.constraints ?? {}).map((rule) => ({
    field,
    code: `platform/${rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    message: WORDS[rule] ?? '内容不符合要求',
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faults(child, field))];
}
