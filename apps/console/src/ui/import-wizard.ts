export type ImportState = 'received' | 'checking' | 'checked' | 'applying' | 'applied' | 'undoing' | 'undone' | 'failed' | 'cancelled';
export type ImportCounts = { new: number; changed: number; unchanged: number; leaving: number; wrong: number; overtaken: number };
export type ImportFault = { sheet?: number; row: number; field: string; message: string };
/** `besides`: what confirming does beside writing rows, so that a file of nothing else can be confirmed. */
export type ImportView = { id: string; state: ImportState; failure: string | null; counts: ImportCounts; faults?: ImportFault[]; jobRunId: string | null; undoableUntil?: string | null; obstacleCount?: number; obstacles?: ImportObstacle[]; packageKind?: 'bulk' | 'delta' | null; besides?: number };
/** Somebody with whom work has gone on since, so that the import cannot be taken back. */
export type ImportObstacle = { studentId: string; name: string; reason: string };

/** What the wizard needs from a feature; a roster, a staff list and a timetable import are the same four steps. */
export type ImportSource = {
  downloadTemplate: () => Promise<unknown>;
  upload: (file: File) => Promise<{ id: string }>;
  load: (id: string) => Promise<ImportView>;
  confirm: (id: string, choice: { applyLeaving: boolean }) => Promise<unknown>;
  cancel: (id: string) => Promise<unknown>;
  downloadErrors: (id: string) => Promise<unknown>;
  /** Takes a whole import back; left out where that cannot be. */
  undo?: (id: string) => Promise<unknown>;
  /** The largest file taken, in bytes. */
  largest?: number;
};

export const largest = 20 * 1024 * 1024;

/** Why a chosen file cannot even be sent; the server checks its inside. */
export function fileFault(file: { name: string; size: number }, most = largest): 'wrongKind' | 'tooLarge' | null {
  if (!/\.(xlsx|xls|csv)$/i.test(file.name)) return 'wrongKind';
  return file.size > most ? 'tooLarge' : null;
}

/** Which of the four steps a state belongs to (0 template … 3 run). */
export function stepOf(state: ImportState | null): number {
  if (state === null) return 0;
  return state === 'received' || state === 'checking' || state === 'checked' ? 2 : 3;
}

/** Is the server still at work on it? */
export const isAtWork = (state: ImportState) => state === 'received' || state === 'checking' || state === 'applying' || state === 'undoing';

export const toWrite = (counts: ImportCounts) => counts.new + counts.changed;
