import { z } from 'zod'
import { ClusterRef } from './cluster.ts'
import { ClusterImage, FileToken, FoundFile, K3sVersion, LibraryEntry, LoadedImage, NamedImage } from './images.ts'
import { Problem } from './problem.ts'
import { request } from './request.ts'

const onCluster = z.object({ cluster: ClusterRef })
const files = z.array(FileToken).max(200)

/** What the window asks about images. Files are those that its user chose or dropped: it knows them by their tokens alone. */
export const imageRequests = {
  /** What is in files. One that cannot be read says why in its place. */
  'files.look': request(z.object({ files }), z.array(FoundFile)),
  /** Every image in the running nodes of a cluster. */
  'images.list': request(onCluster, z.array(ClusterImage)),
  /** The images of Docker itself that have a name. */
  'images.local': request(z.object({ engineId: ClusterRef.shape.engineId }), z.array(NamedImage)),
  /** Into every running node that lacks them. `warnings`: what Kubernetes will make of them. */
  'images.load': request(
    onCluster.extend({ references: z.array(z.string().min(1).max(1000)).max(1000), files }),
    z.object({ images: z.array(LoadedImage), warnings: z.array(Problem) }),
  ),
  /** What was removed, or would be. */
  'images.prune': request(onCluster.extend({ isDryRun: z.boolean() }), z.array(ClusterImage)),
  'library.list': request(z.undefined(), z.array(LibraryEntry)),
  /** What was added, or was there already. Fails with `library.version_unknown` where neither the images nor the user say the version. */
  'library.add': request(
    z.object({
      files,
      k3sVersion: K3sVersion.optional(),
    }),
    z.array(LibraryEntry),
  ),
  'library.remove': request(z.object({ id: z.string().max(64) }), z.void()),
  /** All that a cluster like this one needs elsewhere, in one file; asks where to, null when the user closed the dialog. */
  'clusters.saveBundle': request(
    onCluster,
    z.object({ path: z.string().nullable(), sizeBytes: z.number(), count: z.int() }),
  ),
} as const
