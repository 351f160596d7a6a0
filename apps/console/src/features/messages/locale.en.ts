import type { Words } from '../../locale/words.js';
import type zh from './locale.zh.js';

const en: Words<typeof zh> = {
  title: 'Today',
  desk: {
    title: 'My desk',
    morning: 'Good morning, {name}',
    noon: 'Good day, {name}',
    afternoon: 'Good afternoon, {name}',
    evening: 'Good evening, {name}',
    today: 'Today is {date}',
    todos: 'To-dos',
    late: 'Overdue',
    unread: 'Unread messages',
    todoList: 'To do',
    todoLead: 'Gravest first, then nearest deadline',
    allTodos: 'Show all {n}',
    fewer: 'Show fewer',
    noTodos: 'Nothing waits for you',
    noTodosNext: 'New to-dos appear here and in the bell at the top right.',
    messages: 'Latest messages',
    noMessages: 'No messages yet',
    noMessagesNext: 'You are told here when a pupil needs your attention.',
    allMessages: 'All messages',
  },
  list: {
    title: 'Messages',
    lead: 'Messages never carry names or levels; open the record to see them.',
    subject: 'Subject',
    at: 'Time',
    state: 'State',
    unread: 'Unread',
    read: 'Read',
    markRead: 'Mark as read',
    open: 'Open',
    empty: 'No messages yet',
    emptyNext: 'You are told here when a round opens, a case is given to you, or a file is ready.',
  },
};

export default en;
