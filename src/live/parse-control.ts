import { z } from 'zod';
import type { Control } from '../lab/controls.ts';
import { limits } from '../scenario/schema.ts';

const longestMark = 120;

const control = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('mark'), text: z.string().trim().min(1).max(longestMark) }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('end') }),
  z.strictObject({ type: z.literal('hold'), held: z.boolean() }),
  z.strictObject({
    type: z.literal('pool'),
    max: z.int().min(1).max(1000),
    acquireTimeoutMs: z.number().positive().max(600_000).nullable(),
    maxPending: z.int().min(0).max(1_000_000).nullable(),
  }),
  z.strictObject({ type: z.literal('load'), connections: z.int().min(1).max(limits.connections) }),
]);

/** What a page asks for, or why that cannot be asked. */
export function parseControl(body: unknown): Control | string {
  const parsed = control.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') || 'the request'}: ${issue?.message ?? 'not understood'}`;
}
