import { z } from 'zod';
import { serverIdSchema, text } from './bounds.ts';
import { command, query } from './definition.ts';
import { channelStatesSchema, knownServerSchema } from './topology.ts';

/** A host name or an IP address, without port, path or blanks. */
export const hostSchema = text(253)
  .trim()
  .min(1)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|[0-9A-Fa-f:.]+)$/,
    {
      message: 'Enter a host name or an IP address, without port or path.',
    },
  );
export const portSchema = z.number().int().min(1).max(65_535);
/** SHA-256 of a certificate as `AB:CD:…`. */
export const fingerprintSchema = text(95).regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/);
/** WHM user names. */
export const userSchema = text(64)
  .trim()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, { message: 'Enter a WHM user name.' })
  .refine((name) => name !== '__proto__', { message: 'Enter a WHM user name.' });
/** API token or access key, typed by the user: crosses once, inward, and never back (`whm-protocol 1.2`). */
const tokenInput = text(8192)
  .trim()
  .min(1)
  .regex(/^[\x21-\x7e\r\n ]+$/, { message: 'A token holds letters, digits and no control characters.' });

export const certificateSchema = z.object({
  sha256: fingerprintSchema,
  subject: z.string(),
  issuer: z.string(),
  /** Signed by itself. */
  selfSigned: z.boolean(),
  /** Epoch ms. */
  validFrom: z.number(),
  validTo: z.number(),
  /** Names the certificate is for. */
  names: z.array(z.string()),
  /** Signed by a known CA for this very host, valid now. */
  trusted: z.boolean(),
  /** Why it is not trusted; null when it is. */
  problem: z.string().nullable(),
});

export const serverEntrySchema = knownServerSchema.extend({
  certificate: z
    .object({
      sha256: fingerprintSchema,
      /** As it was when it was accepted; absent where that was not kept. */
      issuer: z.string().optional(),
      validFrom: z.number().optional(),
      validTo: z.number().optional(),
    })
    .nullable(),
  tokenStored: z.boolean(),
});

export const serversContract = {
  'servers.list': query(z.object({}), z.array(serverEntrySchema)),
  /** Opens TLS and closes it again: no request is sent. */
  'servers.inspectCertificate': query(z.object({ host: hostSchema, port: portSchema }), certificateSchema),
  'servers.add': command(
    z.object({
      name: text(253).trim(),
      host: hostSchema,
      port: portSchema,
      user: userSchema,
      token: tokenInput,
      tags: z.array(text(64).trim().min(1)).max(32),
      /** The fingerprint that the user saw and accepted; null only when a known CA vouches for the host. */
      certificateSha256: fingerprintSchema.nullable(),
    }),
    z.object({ id: serverIdSchema, channels: channelStatesSchema }),
  ),
  /** Absent fields stay as they are. */
  'servers.edit': command(
    z.object({
      id: serverIdSchema,
      name: text(253).trim().optional(),
      host: hostSchema.optional(),
      port: portSchema.optional(),
      user: userSchema.optional(),
      tags: z.array(text(64).trim().min(1)).max(32).optional(),
      token: tokenInput.optional(),
      certificateSha256: fingerprintSchema.nullable().optional(),
    }),
    z.object({ channels: channelStatesSchema.nullable() }),
  ),
  /** Removes the entry and its token; the server itself is not touched. */
  'servers.remove': command(z.object({ id: serverIdSchema }), z.object({})),
  /** The user acts after a refused token or a changed certificate: polling goes on. */
  'servers.retry': command(z.object({ id: serverIdSchema }), z.object({})),
};

export type Certificate = z.infer<typeof certificateSchema>;
export type ServerEntry = z.infer<typeof serverEntrySchema>;
