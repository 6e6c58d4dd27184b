import { z } from 'zod'
import { Problem } from './problem.ts'

/** An image in the nodes of a cluster, as their kubelets see it. */
export const ClusterImage = z.object({
  /** As people write it: `nginx:1`. Without a name only its id is left of it. */
  name: z.string(),
  /** The digest of its configuration. */
  id: z.string(),
  sizeBytes: z.number(),
  /** The nodes that have it. */
  nodes: z.array(z.string()),
  /** Containers are made of it somewhere. */
  isUsed: z.boolean(),
  /** A part of k3s itself, or never to be removed. */
  isKept: z.boolean(),
})
export type ClusterImage = z.infer<typeof ClusterImage>

/** What several come to. An image that has several names is one, and its bytes count once. */
export function imageTotals(images: readonly ClusterImage[]): { count: number; names: number; bytes: number } {
  const sizes = new Map(images.map(({ id, sizeBytes }) => [id, sizeBytes]))
  const names = images.filter(({ name }) => name !== '').length
  return { count: sizes.size, names, bytes: [...sizes.values()].reduce((sum, each) => sum + each, 0) }
}

/** What became of an image that was loaded. */
export const LoadedImage = z.object({
  name: z.string(),
  /** The nodes that were given it. */
  nodes: z.array(z.string()),
  /** Those that had it already. */
  had: z.array(z.string()),
})
export type LoadedImage = z.infer<typeof LoadedImage>

/** As k3s writes it: `v1.36.3+k3s1`. */
export const K3sVersion = z.string().regex(/^v\d+\.\d+\.\d+(-rc\d+)?\+k3s\d+$/)

/** What is kept on this computer of an archive, for clusters without a network. */
export const LibraryEntry = z.object({
  id: z.string(),
  /** As k3s writes it: `v1.36.3+k3s1`. */
  k3sVersion: z.string(),
  platform: z.string(),
  /** Images that containers of Docker are made of: k3s itself, a load balancer. */
  forEngine: z.array(z.string()),
  /** Images that new nodes of that version are given. */
  forNodes: z.array(z.string()),
  addedAt: z.string(),
  sizeBytes: z.number(),
  /** Other archives of its version and architecture have all of its images: it can be removed without a loss. */
  isDuplicate: z.boolean(),
})
export type LibraryEntry = z.infer<typeof LibraryEntry>

/** An image of Docker itself, by one of its names. */
export const NamedImage = z.object({ name: z.string(), sizeBytes: z.number() })
export type NamedImage = z.infer<typeof NamedImage>

/** Stands for a file of this computer that the user chose in a dialog or dropped: a page never names a path. */
export const FileToken = z.string().min(1).max(64)

export const ChosenFile = z.object({ token: FileToken, name: z.string(), sizeBytes: z.number() })
export type ChosenFile = z.infer<typeof ChosenFile>

/**
 * What is in a chosen file. `bundle`: images with the cluster that they are for. `images`: an archive of images. `text`: neither, and
 * small enough to be a configuration. `problem`: it could not be read, or is nothing of these.
 */
export const FoundFile = ChosenFile.extend({
  kind: z.enum(['bundle', 'images', 'text', 'problem']),
  /** With a name, as people write it. */
  images: z.array(z.string()),
  /** Which k3s they are for, where they say it. */
  k3sVersion: z.string().optional(),
  /** k3s itself, or what it brings along: such as clusters without a network need. */
  isOfK3s: z.boolean(),
  problem: Problem.optional(),
})
export type FoundFile = z.infer<typeof FoundFile>
