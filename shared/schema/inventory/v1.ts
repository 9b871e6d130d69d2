import { z } from 'zod';

/**
 * The servers that Nameward knows, no secret among them; the form of `inventory.json` in
 * docs/command-line-reference.md.
 */

const serverSchema = z
  .object({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, { message: 'an id holds letters, digits and . _ - only' })
      .refine((id) => id !== '__proto__', { message: 'not allowed as an id' }),
    name: z.string().max(253).optional(),
    host: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9._:-]+$/, { message: 'a host name or an IP address' }),
    port: z.number().int().min(1).max(65_535).default(2087),
    user: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, { message: 'a WHM user name' })
      .default('root'),
    product: z.enum(['cpanel', 'dnsonly']).optional(),
    /** The accepted certificate; absent: a known CA must vouch for `host`. */
    certificate: z
      .object({
        sha256: z.string().regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
        /** What it was when it was accepted, to compare another one with. */
        issuer: z.string().max(500).optional(),
        validFrom: z.number().optional(),
        validTo: z.number().optional(),
      })
      .optional(),
    /** Where its nameserver answers; absent: `host`, port 53. */
    dns: z.object({ host: z.string().max(253), port: z.number().int().min(1).max(65_535).default(53) }).optional(),
    tags: z.array(z.string().min(1).max(64)).default([]),
  })
  .transform((server) => ({ ...server, name: server.name?.trim() || server.host }));

export const inventoryV1 = z.object({
  servers: z.array(serverSchema).superRefine((servers, context) => {
    const seen = new Set<string>();
    for (const [index, server] of servers.entries()) {
      if (seen.has(server.id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'the id is used twice' });
      seen.add(server.id);
    }
  }),
});
